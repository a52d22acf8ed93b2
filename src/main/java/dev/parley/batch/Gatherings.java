package dev.parley.batch;

import dev.parley.cache.Idempotency;
import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ids;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Answers the items of {@code POST /batch}. */
@ApplicationScoped
class Gatherings {

    private final Set<Told> live = ConcurrentHashMap.newKeySet();
    private int atOnce;
    private Duration perItem;
    private Duration whole;

    @Inject
    Settings settings;

    @Inject
    Generation generation;

    @Inject
    Idempotency idempotency;

    @Inject
    VirtualThreads threads;

    @Inject
    Pulse pulse;

    @PostConstruct
    void configure() {
        atOnce = settings.integer("parley.batch.at-once", 10, 1, 1_000);
        perItem = settings.duration("parley.batch.item-timeout", "30s");
        whole = settings.duration("parley.batch.timeout", "5m");
    }

    void onStart(@Observes Startup start) {
        pulse.onBeat(this::beat);
    }

    /**
     * Begins and returns at once.
     *
     * @param timeout the caller's own for everything, null for the server's, which it can only shorten
     * @throws dev.parley.problem.ApiException {@code IDEMPOTENCY_KEY_REUSED}, {@code STORE_UNAVAILABLE}; no item has begun then
     */
    Gathering begin(BatchRequest body, Requester by, Duration timeout) {
        body.demandUniqueIds();
        if (by.idempotencyKey() != null
                && idempotency.bind(by.idempotencyKey(), by.caller().owner(), Ids.next("gth"))) {
            by.context().header("Idempotent-Replayed", "true");
        }
        var deadline = Deadline.after(timeout != null && timeout.compareTo(whole) < 0 ? timeout : whole, Ticker.SYSTEM);
        var gathering = new Gathering(
                body.items(), place -> request(body, place, inside(by), deadline), generation::start, deadline);
        follow(gathering);
        gathering.begin(threads, atOnce);
        return gathering;
    }

    /** Items begin on threads of their own and at any time, so they can't set headers of the answer. */
    private static Requester inside(Requester by) {
        var request = by.context();
        return new Requester(
                RequestContext.background(request.id(), request.traceparent(), request.path()),
                by.caller(),
                false,
                by.cache(),
                by.idempotencyKey());
    }

    /** Each item is a choice of its own under the request's idempotency key: sent again, those that were answered are not paid again. */
    private GenerationRequest request(BatchRequest body, int place, Requester by, Deadline deadline) {
        var left = Duration.ofNanos(Math.max(1, deadline.remainingNanos()));
        return new GenerationRequest(
                by,
                Question.OPERATION,
                body.items().get(place).toPrompt(body.model()),
                false,
                false,
                left.compareTo(perItem) < 0 ? left : perItem,
                place,
                null);
    }

    /** Lets those who listen to {@code told} keep their time, until its end. */
    void follow(Told told) {
        live.add(told);
    }

    /** What would become of all items together. */
    Verdict assess(BatchRequest body, Requester by) {
        body.demandUniqueIds();
        var verdicts = body.items().stream()
                .map(item -> generation.assess(
                        new GenerationRequest(by, Question.OPERATION, item.toPrompt(body.model()), false, false, null),
                        1))
                .toList();
        return VerdictSum.of(verdicts, by.context());
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        live.forEach(told -> told.beat(now));
        live.removeIf(told -> told.outcome() != null && !told.isHeard());
    }
}
