package dev.parley.governance.limit;

import dev.parley.governance.Rates;
import dev.parley.platform.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What one key, team or model may do, and what it does. Whoever uses it holds the lock of all limits. */
final class Allowance {

    /** Nobody knows when a run ends; asking once a second does no harm. */
    private static final Duration WAIT_FOR_A_RUN = Duration.ofSeconds(1);

    private final Subject subject;
    private final Ticker ticker;
    private Rates rates = Rates.UNLIMITED;
    private Flow requests;
    private Flow tokens;
    private int running;

    Allowance(Subject subject, Ticker ticker) {
        this.subject = subject;
        this.ticker = ticker;
    }

    Subject subject() {
        return subject;
    }

    /** Holds from now on what {@code now} says; what was used before counts. */
    void adapt(Rates now) {
        if (!now.equals(rates)) {
            requests = changed(requests, now.requestsPerMinute());
            tokens = changed(tokens, now.tokensPerMinute());
            rates = now;
        }
    }

    private Flow changed(Flow flow, Integer perMinute) {
        if (perMinute == null) {
            return null;
        }
        return flow == null ? new Flow(perMinute, ticker) : flow.changedTo(perMinute);
    }

    /** The tokens to reserve for a call. */
    long tokensFor(Need need) {
        return need.tokens(tokens == null ? Long.MAX_VALUE : tokens.perMinute());
    }

    /** Where each of its limits stands for so many calls and so many tokens in all. */
    List<Standing> standings(int calls, long callTokens) {
        var standings = new ArrayList<Standing>(3);
        if (requests != null) {
            standings.add(standing(Measure.REQUESTS, requests, calls));
        }
        if (tokens != null) {
            standings.add(standing(Measure.TOKENS, tokens, callTokens));
        }
        if (rates.concurrentRuns() != null) {
            int most = rates.concurrentRuns();
            var wait = running + calls <= most ? Duration.ZERO : WAIT_FOR_A_RUN;
            standings.add(new Standing(subject, Measure.RUNS, most, Math.max(0, most - running), calls, wait));
        }
        return standings;
    }

    private Standing standing(Measure measure, Flow flow, long wanted) {
        var wait = wanted == 0 || wanted > flow.perMinute() ? Duration.ZERO : flow.waitFor(wanted);
        return new Standing(subject, measure, flow.perMinute(), Math.max(0, flow.available()), wanted, wait);
    }

    /** A call begins. */
    void begin(long reserved) {
        running++;
        charge(reserved);
    }

    /** Counts a call and its tokens without a run. */
    void charge(long callTokens) {
        if (requests != null) {
            requests.take(1);
        }
        if (tokens != null) {
            tokens.take(callTokens);
        }
    }

    /** A call has ended. */
    void end(long reserved, long used) {
        running--;
        if (tokens != null) {
            tokens.give(reserved - used);
            tokens.take(used - reserved);
        }
    }

    /** A call has ended that used nothing of this. */
    void undo(long reserved) {
        end(reserved, 0);
        if (requests != null) {
            requests.give(1);
        }
    }

    /** Whether a new one would be the same. */
    boolean isIdle() {
        return running == 0 && (requests == null || requests.isFull()) && (tokens == null || tokens.isFull());
    }
}
