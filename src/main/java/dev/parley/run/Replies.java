package dev.parley.run;

import dev.parley.http.ConnectionBreaker;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.function.Function;

/** Gives a client what a run puts out: whole as JSON, or as it comes. All methods return at once. */
@ApplicationScoped
public class Replies {

    private Heartbeats heartbeats;
    private JsonAnswer.Patience patience;

    @Inject
    Settings settings;

    @Inject
    VirtualThreads threads;

    @PostConstruct
    void configure() {
        heartbeats = new Heartbeats(
                Ticker.SYSTEM,
                settings.duration("parley.sse.first-heartbeat", "1s"),
                settings.duration("parley.sse.heartbeat", "15s"),
                settings.duration("parley.sse.stall-timeout", "60s"));
        patience = new JsonAnswer.Patience(
                settings.duration("parley.json.heartbeat-after", "5s"),
                settings.duration("parley.json.heartbeat", "1s"));
    }

    /** Streams the native events from number {@code from} on. To be called on the request's thread. */
    public void stream(Run run, int from, SseEventSink sink, HttpServletResponse http) {
        http.setHeader("Cache-Control", "no-cache");
        http.setHeader("X-Accel-Buffering", "no");
        var outlet = new SinkOutlet(sink, ConnectionBreaker.of(http));
        run.attach(new EventStream<>(run, new NativeEvents(run), from, outlet, heartbeats));
    }

    /**
     * Streams the events of another wire, as bytes. The status is the provider's: a failure before the first delta is answered by
     * {@code response} as any exception is, one after it is an event of that wire. To be called on the request's thread, after
     * {@code response} was suspended; it is not resumed when the stream opens.
     */
    public void lateStream(
            Audible run,
            Events<byte[]> events,
            AsyncResponse response,
            HttpServletRequest request,
            HttpServletResponse http) {
        lateStream(run, events, response, Seat.of(request, http));
    }

    /** The same for doors that must look something up first: {@code seat} was taken on the request's thread. May be called on any thread. */
    public void lateStream(Audible run, Events<byte[]> events, AsyncResponse response, Seat seat) {
        var outlet = new ServletOutlet(seat.context(), seat.connection());
        var openAt = Ticker.SYSTEM.nanos() + patience.before().toNanos();
        run.attach(new LateStream(run, outlet, events, heartbeats, response::resume, openAt));
    }

    /**
     * Streams the events of another wire, as bytes, with status 200 at once: for a run that goes on anyhow, whose failure is an event
     * too. To be called on the request's thread, after its response was suspended; that is not resumed.
     */
    public void promptStream(Audible run, Events<byte[]> events, HttpServletRequest request, HttpServletResponse http) {
        promptStream(run, events, Seat.of(request, http));
    }

    /**
     * Sends the events of another wire through an outlet of its own, which shows by itself that it lives. From any thread; {@code outlet}
     * must be ready.
     */
    public void frames(Audible run, Events<byte[]> events, Outlet<byte[]> outlet) {
        run.attach(new EventStream<>(run, events, 0, outlet, heartbeats.silent()));
    }

    /**
     * The native events with status 200 at once, for doors that must look something up before they start a run: {@code seat} was taken
     * on the request's thread, after its response was suspended; that is not resumed. May be called on any thread.
     */
    public void promptStream(Run run, Seat seat) {
        promptStream(run, new EventBytes(new NativeEvents(run)), seat);
    }

    /** The same with the events of another wire. */
    public void promptStream(Audible run, Events<byte[]> events, Seat seat) {
        var outlet = new ServletOutlet(seat.context(), seat.connection());
        run.attach(new EventStream<>(run, events, 0, outlet, heartbeats));
        outlet.open();
    }

    /** Answers when the run has ended, for doors as above. */
    public void whole(Audible run, AsyncResponse response, Seat seat, Function<Outcome, Object> body) {
        run.attach(new JsonAnswer(run, response, body, patience, threads, seat.connection(), Ticker.SYSTEM.nanos()));
    }

    /**
     * What of a request is needed to answer it from another thread.
     *
     * @param connection to be broken when an answer fails half-way
     */
    public record Seat(AsyncContext context, ConnectionBreaker connection) {

        /** To be called on the request's thread, after its response was suspended. */
        public static Seat of(HttpServletRequest request, HttpServletResponse http) {
            return new Seat(request.getAsyncContext(), ConnectionBreaker.of(http));
        }
    }

    /**
     * Answers when the run has ended. To be called on the request's thread.
     *
     * @param body makes what is sent as JSON, or throws the {@code ApiException} to answer with
     */
    public void whole(Audible run, AsyncResponse response, HttpServletResponse http, Function<Outcome, Object> body) {
        run.attach(new JsonAnswer(
                run, response, body, patience, threads, ConnectionBreaker.of(http), Ticker.SYSTEM.nanos()));
    }
}
