package dev.parley.governance.limit;

import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.observability.Meters;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Keeps keys, teams and models within their requests and tokens per minute and their runs at once, and tells callers where they stand. */
@ApplicationScoped
public class Limits {

    private static final long SWEEP_NANOS = Duration.ofMinutes(1).toNanos();

    private Allowances allowances;
    private long lastSweep;

    @Inject
    Settings settings;

    @Inject
    Meters meters;

    @Inject
    Pulse pulse;

    @PostConstruct
    void configure() {
        allowances = new Allowances(LimitSettings.read(settings), Ticker.SYSTEM);
        lastSweep = Ticker.SYSTEM.nanos();
    }

    /** What is set wrong stops the start. */
    void onStart(@Observes Startup start) {
        pulse.onBeat(this::beat);
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        if (now - lastSweep >= SWEEP_NANOS) {
            lastSweep = now;
            allowances.sweep();
        }
    }

    /**
     * Reserves what {@code claim} may take of all limits, or nothing, and sets the headers that say what is left then.
     *
     * @param answer gets the headers; on the request's thread
     * @throws ApiException {@code RATE_LIMITED}; {@code REQUEST_EXCEEDS_LIMIT} when no time would help
     */
    public Hold reserve(Caller caller, Claim claim, RequestContext answer) {
        var attempt = allowances.reserve(caller, claim);
        var refusing = Refusal.of(attempt.standings());
        if (refusing.isPresent()) {
            throw refuse(attempt.standings(), refusing.get(), answer);
        }
        var left = attempt.standings().stream().map(Standing::taken).toList();
        RateLimitHeaders.of(left, isOpenAi(answer)).forEach(answer::header);
        return attempt.hold();
    }

    private ApiException refuse(List<Standing> standings, Standing refusing, RequestContext answer) {
        meters.limitRefused(
                refusing.measure().wireName(), refusing.subject().scope().wireName());
        RateLimitHeaders.of(standings, refusing, isOpenAi(answer)).forEach(answer::header);
        return Refusal.failure(refusing);
    }

    /** Where all limits of so many equal calls stand, and whether they would pass together. Takes nothing. */
    public List<Standing> look(Caller caller, Claim claim, int calls) {
        return allowances.look(caller, claim, calls);
    }

    /** The refusal that {@link #reserve} would have thrown on finding these. */
    public static Optional<ApiException> refusal(List<Standing> standings) {
        return Refusal.of(standings).map(Refusal::failure);
    }

    /** Sets the headers that say where a caller stands, for answers that come of no call. */
    void tell(Caller caller, RequestContext answer) {
        RateLimitHeaders.of(allowances.look(caller), isOpenAi(answer)).forEach(answer::header);
    }

    private static boolean isOpenAi(RequestContext answer) {
        return answer.path().contains("/v1/");
    }
}
