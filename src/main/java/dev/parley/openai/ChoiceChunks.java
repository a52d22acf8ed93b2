package dev.parley.openai;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.parley.http.TextFrame;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.nio.charset.StandardCharsets;

/**
 * The chunks of one choice: a reader of its run's journal with a cursor of its own. Everything around a token is made once per stream,
 * so that a token costs its own bytes and nothing else.
 */
final class ChoiceChunks {

    private final Run run;
    private final int index;
    private final ChunkHead head;

    private boolean opened;
    private int next;
    private TextFrame content;
    private TextFrame reasoning;
    private Usage usage;
    private ApiException failure;

    ChoiceChunks(Run run, int index, ChunkHead head) {
        this.run = run;
        this.index = index;
        this.head = head;
    }

    /** The next chunk, null when there is none, yet or for good. */
    byte[] next() {
        if (!opened) {
            opened = true;
            return chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", null, null);
        }
        var journal = run.journal();
        var outcome = journal.outcome();
        for (int size = journal.size(); next < size; ) {
            var chunk = of(journal.at(next++));
            if (chunk != null) {
                return chunk;
            }
        }
        failure = failure(outcome);
        return null;
    }

    /** Set once the last chunk was handed out. */
    Usage usage() {
        return usage;
    }

    /** Set once there will be no further chunk because the run failed. */
    ApiException failure() {
        return failure;
    }

    private static ApiException failure(Outcome outcome) {
        return switch (outcome) {
            case null -> null;
            case Outcome.Completed whole -> null;
            case Outcome.Failed failed -> failed.failure();
            case Outcome.Cancelled cancelled -> new ApiException(ErrorCode.CANCELLED, "The run was cancelled.");
        };
    }

    /** Null for what is no chunk of its own. */
    private byte[] of(Delta delta) {
        return switch (delta) {
            case Delta.TextDelta text -> text(text);
            case Delta.ReasoningDelta thought -> reasoning(thought.text());
            case Delta.ToolCallDelta call -> chunk("{\"tool_calls\":[" + json(call) + "]}", null, null);
            case Delta.Progress progress -> null;
            case Delta.UsageDelta used -> null;
            case Delta.End end -> end(end.reason());
        };
    }

    private byte[] text(Delta.TextDelta text) {
        if (text.logprobs() != null) {
            return chunk("{\"content\":" + quoted(text.text()) + "}", text.logprobs(), null);
        }
        if (content == null) {
            content = frame("content");
        }
        return content.around(text.text());
    }

    private byte[] reasoning(String text) {
        if (reasoning == null) {
            reasoning = frame("reasoning_content");
        }
        return reasoning.around(text);
    }

    /** The usage stands directly before the end. */
    private byte[] end(FinishReason reason) {
        usage = ((Delta.UsageDelta) run.journal().at(next - 2)).usage();
        return chunk("{}", null, ChatCompletionWire.finishReason(reason));
    }

    private TextFrame frame(String field) {
        return new TextFrame(
                head.before(run.model(), index) + "{\"" + field + "\":\"", "\"}" + head.after("null", "null"));
    }

    private byte[] chunk(String delta, String logprobs, String finishReason) {
        var finish = finishReason == null ? "null" : '"' + finishReason + '"';
        var after = head.after(logprobs == null ? "null" : logprobs, finish);
        return (head.before(run.model(), index) + delta + after).getBytes(StandardCharsets.UTF_8);
    }

    private static String json(Delta.ToolCallDelta call) {
        var begin = call.id() == null
                ? "{\"index\":" + call.index() + ",\"function\":{"
                : "{\"index\":" + call.index() + ",\"id\":" + quoted(call.id())
                        + ",\"type\":\"function\",\"function\":{\"name\":" + quoted(call.name()) + ",";
        return begin + "\"arguments\":" + quoted(call.arguments()) + "}}";
    }

    private static String quoted(String text) {
        var json = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"').toString();
    }
}
