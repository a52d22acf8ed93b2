package dev.parley.generation;

import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.provider.ModelStream;
import dev.parley.token.TokenCounter;

/**
 * Ends an answer that has become longer than what is paid for, with {@link FinishReason#BUDGET}: for providers that do not keep to the
 * length they were asked for.
 *
 * <p>A token is at least one byte of UTF-8, and a char at most three: so tokens are only counted once that many chars could have used up
 * what is left, which for most answers is never.
 */
final class MeteredStream implements ModelStream {

    private static final int MOST_TOKENS_OF_A_CHAR = 3;

    private final ModelStream answer;
    private final int most;
    private final TokenCounter tokens = TokenCounter.o200k();
    private final StringBuilder uncounted = new StringBuilder();
    private long counted;

    MeteredStream(ModelStream answer, int most) {
        this.answer = answer;
        this.most = most;
    }

    @Override
    public String model() {
        return answer.model();
    }

    @Override
    public Delta next() {
        if (counted > most) {
            return new Delta.End(FinishReason.BUDGET);
        }
        var delta = answer.next();
        switch (delta) {
            case Delta.TextDelta piece -> add(piece.text());
            case Delta.ReasoningDelta thought -> add(thought.text());
            case Delta.ToolCallDelta call -> add(call.arguments());
            case Delta.Progress progress -> {}
            case Delta.UsageDelta usage -> {}
            case Delta.End end -> {}
        }
        return delta;
    }

    private void add(String text) {
        uncounted.append(text);
        if (counted + (long) uncounted.length() * MOST_TOKENS_OF_A_CHAR > most) {
            counted += tokens.count(uncounted.toString());
            uncounted.setLength(0);
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
