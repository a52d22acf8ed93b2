package dev.parley.provider;

import dev.parley.llm.Delta;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Prompt;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/**
 * One call of one endpoint, from the breaker's permission to the closed answer. It holds a place in the endpoint's gate, is watched
 * while it blocks, and tells the breaker how it went.
 *
 * <p>Used by one virtual thread. Every failure it throws is the real one: a call that was ended from outside is {@code CANCELLED},
 * one whose time was over {@code PROVIDER_TIMEOUT} or {@code DEADLINE_EXCEEDED}, whatever the broken connection looked like.
 */
public final class Call implements ModelStream {

    /** How long a call may be silent, before its first token and between two. */
    record Patience(Duration firstToken, Duration betweenTokens) {}

    private final Route.Candidate candidate;
    private final Deadline deadline;
    private final Watch watch;
    private final Ticker ticker;
    private final Patience patience;
    private final long begun;

    private boolean hasPlace;
    private DeltaStream answer;
    private Delta first;
    private ApiException failure;
    private boolean whole;
    private boolean closed;

    /** Begins a call, or refuses while the endpoint rests. The watched section lasts until {@link #close}. */
    Call(Route.Candidate candidate, Deadline deadline, Watch watch, Ticker ticker, Patience patience) {
        candidate.endpoint().admit();
        this.candidate = candidate;
        this.deadline = deadline;
        this.watch = watch;
        this.ticker = ticker;
        this.patience = patience;
        this.begun = ticker.nanos();
        watch.enter(deadline.nanos());
    }

    /** Asks the provider and waits for the first delta. Closes the call when that fails. */
    Call open(Prompt prompt, boolean stream, GuardedCalls guarded) {
        return ask(provider -> {
            watch.until(deadline.nanosWithin(patience.firstToken()));
            answer = stream
                    ? provider.open(candidate.model(), prompt, true)
                    : guarded.answer(provider, candidate.model(), prompt);
            first = answer.next();
            return this;
        });
    }

    /** Has texts turned into vectors and closes the call. */
    Embeddings embed(EmbeddingRequest request, GuardedCalls guarded) {
        return whole(ask(provider -> guarded.embed(provider, candidate.model(), request)));
    }

    /** Has documents ranked and closes the call. */
    Ranking rerank(RerankRequest request, GuardedCalls guarded) {
        return whole(ask(provider -> guarded.rerank(provider, candidate.model(), request)));
    }

    private <T> T whole(T answered) {
        whole = true;
        close();
        return answered;
    }

    private <T> T ask(Function<Provider, T> question) {
        var asked = false;
        try {
            candidate.endpoint().gate().enter(deadline);
            hasPlace = true;
            refuseIfUnwanted();
            var answered = question.apply(candidate.endpoint().provider());
            asked = true;
            return answered;
        } catch (InterruptedException interrupted) {
            throw failed(new ApiException(ErrorCode.CANCELLED, "The call was ended while it waited for its turn."));
        } catch (TimeoutException wall) {
            throw failed(timeout());
        } catch (BulkheadException wall) {
            throw failed(new ApiException(
                    ErrorCode.PROVIDER_BUSY,
                    "The server has as many answers under way as it may; try again later.",
                    Duration.ofSeconds(1)));
        } catch (ApiException broken) {
            throw failed(broken);
        } finally {
            if (!asked) {
                close();
            }
        }
    }

    /** A client that left while the call waited for its turn costs nothing. */
    private void refuseIfUnwanted() {
        if (watch.verdict() != Watch.Verdict.NONE) {
            throw new ApiException(ErrorCode.CANCELLED, "The run was cancelled before its call.");
        }
    }

    @Override
    public String model() {
        return candidate.qualifiedName();
    }

    @Override
    public Delta next() {
        var delta = first;
        first = null;
        if (delta == null) {
            delta = read();
        }
        whole = delta instanceof Delta.End;
        return delta;
    }

    private Delta read() {
        try {
            watch.until(deadline.nanosWithin(patience.betweenTokens()));
            return answer.next();
        } catch (ApiException broken) {
            throw failed(broken);
        }
    }

    private ApiException failed(ApiException seen) {
        failure = switch (watch.verdict()) {
            case NONE -> seen;
            case CANCELLED -> new ApiException(ErrorCode.CANCELLED, "The run was cancelled.");
            case TIMEOUT -> timeout();
        };
        return failure;
    }

    private ApiException timeout() {
        if (deadline.isOver()) {
            return new ApiException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "The time of the request ended before the answer did; allow more or ask for less.");
        }
        var limit = answer == null || first != null ? patience.firstToken() : patience.betweenTokens();
        return new ApiException(
                ErrorCode.PROVIDER_TIMEOUT,
                "The provider %s sent nothing for %d s, its limit."
                        .formatted(candidate.endpoint().name(), limit.toSeconds()));
    }

    /** Ends the call: the connection goes back, or is closed when the answer was not read to its end. Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (answer != null) {
            answer.close();
        }
        watch.leave();
        if (hasPlace) {
            candidate.endpoint().gate().leave();
        }
        tellBreaker(ticker.nanos() - begun);
    }

    private void tellBreaker(long nanos) {
        if (failure != null) {
            candidate.endpoint().failed(nanos, failure);
        } else if (whole) {
            candidate.endpoint().succeeded(nanos);
        } else {
            candidate.endpoint().abandoned();
        }
    }
}
