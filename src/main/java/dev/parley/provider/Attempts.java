package dev.parley.provider;

import dev.parley.platform.Deadline;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.function.Function;

/**
 * The one place where a provider is asked again: the attempts of one request over the candidates of its route, until one has given its
 * vectors or its first delta. What has spoken is never repeated.
 *
 * @param <T> what a successful attempt gives
 */
final class Attempts<T> {

    /** Is told of every attempt that follows a failure. */
    interface Observer {
        void retried(Route.Candidate candidate, ApiException failure);

        void fellBack(Route.Candidate from, Route.Candidate to, ApiException failure);
    }

    private final Deadline deadline;
    private final Watch watch;
    private final RetryPolicy policy;
    private final Function<Route.Candidate, T> ask;
    private final Observer observer;

    Attempts(Deadline deadline, Watch watch, RetryPolicy policy, Function<Route.Candidate, T> ask, Observer observer) {
        this.deadline = deadline;
        this.watch = watch;
        this.policy = policy;
        this.ask = ask;
        this.observer = observer;
    }

    /** Asks the candidates in turn; the failure of the last one asked is thrown. */
    T over(Route route) {
        var candidates = route.candidates();
        for (int i = 0; ; i++) {
            try {
                return askPatiently(candidates.get(i));
            } catch (ApiException failure) {
                if (i + 1 == candidates.size() || !deservesAnother(failure)) {
                    throw failure;
                }
                observer.fellBack(candidates.get(i), candidates.get(i + 1), failure);
            }
        }
    }

    private boolean deservesAnother(ApiException failure) {
        return failure.code() != ErrorCode.PROVIDER_REFUSED_REQUEST
                && failure.code() != ErrorCode.CANCELLED
                && !deadline.isOver();
    }

    private T askPatiently(Route.Candidate candidate) {
        for (int attempt = 1; ; attempt++) {
            try {
                return ask.apply(candidate);
            } catch (ApiException failure) {
                var delay = policy.delay(attempt, failure, deadline);
                if (delay.isEmpty()) {
                    throw failure;
                }
                observer.retried(candidate, failure);
                pause(delay.get());
            }
        }
    }

    private void pause(Duration delay) {
        watch.enter(deadline.nanos());
        try {
            policy.pause(delay);
        } catch (InterruptedException interrupted) {
            throw new ApiException(ErrorCode.CANCELLED, "The run was cancelled between two attempts.");
        } finally {
            watch.leave();
        }
    }
}
