package dev.parley.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.governance.Caller;
import dev.parley.governance.Team;
import dev.parley.governance.key.Callers;
import dev.parley.governance.key.Revocations;
import dev.parley.http.Json;
import dev.parley.observability.Drain;
import dev.parley.observability.Meters;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.ErrorShape;
import dev.parley.problem.Problem;
import dev.parley.responses.Dialogues;
import dev.parley.responses.Turn;
import dev.parley.run.Outlet;
import dev.parley.run.Replies;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All sockets of this server, and what they need of the house. */
@ApplicationScoped
class Sessions {

    private static final System.Logger LOG = System.getLogger(Sessions.class.getName());
    private static final String PATH = "/v1/responses";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Set<AgentSession> open = ConcurrentHashMap.newKeySet();
    private SessionSettings rules;
    Ticker ticker = Ticker.SYSTEM;

    @Inject
    Settings settings;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    Drain drain;

    @Inject
    Meters meters;

    @Inject
    Callers callers;

    @Inject
    Revocations revocations;

    @Inject
    Dialogues dialogues;

    @Inject
    Replies replies;

    @Inject
    Instance<ErrorShape> shapes;

    @PostConstruct
    void configure() {
        rules = SessionSettings.read(settings);
    }

    void onStart(@Observes Startup start) {
        pulse.onBeat(this::beat);
        meters.openSessions(open::size);
    }

    /**
     * Refuses pages of other servers, to whose scripts a browser would open sockets of this one.
     *
     * @param origin null for what is no browser
     * @throws ApiException {@code FORBIDDEN}
     */
    void demandOrigin(String origin, String host) {
        if (origin == null || rules.origins().contains("*") || rules.origins().contains(origin)) {
            return;
        }
        if (!authority(origin).equals(host)) {
            throw new ApiException(
                    ErrorCode.FORBIDDEN,
                    "Pages of this origin may not open sockets here; parley.session.origins lists those that may.");
        }
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse("");
        } catch (IllegalArgumentException notAUri) {
            return "";
        }
    }

    /** @throws ApiException {@code DRAINING}, {@code TOO_MANY_SESSIONS}, {@code RATE_LIMITED} when the caller has too many */
    void demandRoom(Caller caller) {
        drain.refuseNewWork();
        if (open.size() >= rules.most()) {
            throw new ApiException(
                    ErrorCode.TOO_MANY_SESSIONS,
                    "The server has %d sockets, which is all it may hold (parley.session.max).".formatted(rules.most()),
                    RETRY_AFTER);
        }
        var own = open.stream()
                .filter(session -> session.visitor().caller().id().equals(caller.id()))
                .count();
        if (own >= rules.mostPerKey()) {
            throw new ApiException(
                    ErrorCode.RATE_LIMITED,
                    "This key has %d sockets open, which is all it may have here (parley.session.max-per-key)."
                            .formatted(own),
                    RETRY_AFTER);
        }
    }

    AgentSession open(Peer peer, Visitor visitor) {
        var session = new AgentSession(visitor, peer, this);
        open.add(session);
        session.end().thenRun(() -> open.remove(session));
        revocations.follow(visitor.caller(), session.end(), session::expel);
        return session;
    }

    SessionSettings rules() {
        return rules;
    }

    long now() {
        return ticker.nanos();
    }

    void run(Runnable task) {
        threads.execute(task);
    }

    /** Who called at the handshake, with the rights of this moment. */
    Caller again(Caller caller) {
        return callers.again(
                caller.id(), Optional.ofNullable(caller.team()).map(Team::name).orElse(null));
    }

    Lane lane(String name, AgentSession session) {
        return new Lane(name, session, this, dialogues.open());
    }

    void listen(Turn turn, String lane, Outlet<byte[]> outlet) {
        replies.frames(turn.heard(), turn.frames(lane), outlet);
    }

    /** A failure as a frame: OpenAI's {@code error} event. */
    String error(String lane, ApiException failure) {
        var problem = Problem.of(failure);
        meters.problem(failure.code());
        var shape =
                shapes.stream().filter(other -> other.covers(PATH)).findFirst().orElseThrow();
        ObjectNode event = Json.MAPPER.createObjectNode().put("type", "error").put("status", shape.status(problem));
        event.setAll((ObjectNode) Json.MAPPER.valueToTree(shape.body(problem)));
        if (lane != null) {
            event.put("stream_id", lane);
        }
        return Json.text(event);
    }

    /** A connection that broke is everyday; the class of what broke it is told to whoever looks for it. */
    void log(Throwable failure) {
        LOG.log(Level.DEBUG, "A socket broke: {0}", failure.getClass().getName());
    }

    private void beat() {
        var now = now();
        boolean draining = drain.isDraining();
        for (var session : open) {
            session.beat(now, draining);
        }
    }
}
