package dev.parley.generation;

import dev.parley.governance.Settlement;
import dev.parley.llm.Delta;
import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.ModelStream;
import dev.parley.token.TokenCounter;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One answer of a run that asks more than once. Tells how it ended exactly once: before its end is handed out, when it breaks, or when it
 * is closed before. The connection is given back first, since a database must not be hit by what ends a connection.
 */
final class StepStream implements ModelStream {

    /**
     * How an answer ended.
     *
     * @param failure null unless it broke
     * @param firstToken null when none came
     * @param cost micro-dollars
     */
    record End(
            String model,
            Usage usage,
            Settlement.Status status,
            ApiException failure,
            Duration firstToken,
            Duration duration,
            long cost) {

        End costing(long price) {
            return new End(model, usage, status, failure, firstToken, duration, price);
        }
    }

    private final Prompt prompt;
    private final Consumer<End> onEnd;
    private final long begun = Ticker.SYSTEM.nanos();
    private final StringBuilder text = new StringBuilder();
    private ModelStream answer;
    private String model;
    private Duration firstToken;
    private Usage reported;
    private boolean ended;

    private StepStream(Prompt prompt, String model, Consumer<End> onEnd) {
        this.prompt = prompt;
        this.model = model;
        this.onEnd = onEnd;
    }

    /** @param model that is asked first */
    static StepStream open(Supplier<ModelStream> opening, Prompt prompt, String model, Consumer<End> onEnd) {
        var step = new StepStream(prompt, model, onEnd);
        boolean opened = false;
        try {
            step.answer = opening.get();
            step.model = step.answer.model();
            opened = true;
            return step;
        } catch (ApiException failure) {
            step.broke(failure);
            throw failure;
        } finally {
            if (!opened) {
                step.end(Settlement.Status.FAILED, null);
            }
        }
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Delta next() {
        Delta delta;
        try {
            delta = answer.next();
        } catch (ApiException failure) {
            answer.close();
            broke(failure);
            throw failure;
        }
        switch (delta) {
            case Delta.TextDelta piece -> spoke(piece.text());
            case Delta.ReasoningDelta thought -> spoke(thought.text());
            case Delta.ToolCallDelta call -> spoke(call.arguments());
            case Delta.UsageDelta usage -> reported = usage.usage();
            case Delta.Progress progress -> {}
            case Delta.End end -> {
                answer.close();
                end(Settlement.Status.COMPLETED, null);
            }
        }
        return delta;
    }

    private void spoke(String piece) {
        if (firstToken == null) {
            firstToken = since();
        }
        text.append(piece);
    }

    private void broke(ApiException failure) {
        boolean cancelled = failure.code() == ErrorCode.CANCELLED;
        end(cancelled ? Settlement.Status.CANCELLED : Settlement.Status.FAILED, cancelled ? null : failure);
    }

    private void end(Settlement.Status status, ApiException failure) {
        if (!ended) {
            ended = true;
            onEnd.accept(new End(model, usage(status), status, failure, firstToken, since(), 0));
        }
    }

    private Usage usage(Settlement.Status status) {
        if (reported != null) {
            return reported;
        }
        boolean askedForNothing = firstToken == null && status != Settlement.Status.COMPLETED;
        var tokens = TokenCounter.o200k();
        return askedForNothing
                ? Usage.estimated(0, 0)
                : Usage.estimated(tokens.count(prompt), tokens.count(text.toString()));
    }

    private Duration since() {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - begun);
    }

    @Override
    public void close() {
        answer.close();
        end(Settlement.Status.CANCELLED, null);
    }
}
