package dev.parley.provider;

import dev.parley.llm.Prompt;
import dev.parley.platform.Deadline;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.function.Function;

/**
 * The one place where a provider is asked again: the attempts of one generation over the candidates of its route, until one has given
 * its first delta. What has spoken is never repeated.
 */
final class Attempts {

    /** Is told of every attempt that follows a failure. */
    interface Observer {
        void retried(Route.Candidate candidate, ApiException failure);

        void fellBack(Route.Candidate from, Route.Candidate to, ApiException failure);
    }

    private final Prompt prompt;
    private final boolean stream;
    private final Deadline deadline;
    private final Watch watch;
    private final RetryPolicy policy;
    private final GuardedCalls guarded;
    private final Function<Route.Candidate, Call> begin;
    private final Observer observer;

    Attempts(
            Prompt prompt,
            boolean stream,
            Deadline deadline,
            Watch watch,
            RetryPolicy policy,
            GuardedCalls guarded,
            Function<Route.Candidate, Call> begin,
            Observer observer) {
        this.prompt = prompt;
        this.stream = stream;
        this.deadline = deadline;
        this.watch = watch;
        this.policy = policy;
        this.guarded = guarded;
        this.begin = begin;
        this.observer = observer;
    }

    /** Asks the candidates in turn; the failure of the last one asked is thrown. */
    Call over(Route route) {
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

    private Call askPatiently(Route.Candidate candidate) {
        for (int attempt = 1; ; attempt++) {
            try {
                return ask(candidate);
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

    private Call ask(Route.Candidate candidate) {
        var call = begin.apply(candidate);
        var opened = false;
        try {
            call.open(prompt, stream, guarded);
            opened = true;
            return call;
        } finally {
            if (!opened) {
                call.close();
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
