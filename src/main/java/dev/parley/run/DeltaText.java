package dev.parley.run;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.parley.llm.ApprovalReason;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.ToolError;
import dev.parley.llm.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Journal entries as stored text, and back to the same entries: a JSON list that begins with the version, {@code [1,"Hel","lo"]}. A
 * piece of text is a string; all else is a list that begins with its kind. Only characters that every database takes are written as
 * they are: neither NUL nor half a surrogate pair is among them.
 */
final class DeltaText {

    private static final int VERSION = 1;
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    /** What is read was written here, from a journal whose size is bounded. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private DeltaText() {}

    /** The entries of a journal from one number up to another. */
    static String write(Journal journal, int from, int to) {
        var text = new StringBuilder(16 + 12 * (to - from)).append('[').append(VERSION);
        for (int i = from; i < to; i++) {
            write(journal.at(i), text.append(','));
        }
        return text.append(']').toString();
    }

    private static void write(Delta delta, StringBuilder text) {
        switch (delta) {
            case Delta.TextDelta piece -> {
                if (piece.logprobs() == null) {
                    quote(piece.text(), text);
                } else {
                    list(text, 't', piece.text(), piece.logprobs());
                }
            }
            case Delta.ReasoningDelta piece -> list(text, 'r', piece.text());
            case Delta.ToolCallDelta call -> {
                list(text, 'c', call.id(), call.name(), call.arguments());
                number(text, call.index());
            }
            case Delta.StepEnd step ->
                text.append("[\"s\",").append(step.number()).append(']');
            case Delta.ToolEnd end -> write(end, text);
            case Delta.Approval wait ->
                list(text, 'a', wait.id(), wait.callId(), wait.reason().name());
            case Delta.Input input -> list(text, 'i', input.text());
            case Delta.Note note -> list(text, 'n', note.event(), note.json());
            case Delta.UsageDelta usage -> write(usage.usage(), text);
            case Delta.End end -> list(text, 'e', end.reason().name());
        }
    }

    private static void write(Delta.ToolEnd end, StringBuilder text) {
        var error = end.error() == null ? null : end.error().name();
        if (end.details() == null) {
            list(text, 'x', end.callId(), error, end.text());
        } else {
            list(text, 'd', end.details(), end.callId(), error, end.text());
        }
        number(text, end.millis());
    }

    private static void write(Usage usage, StringBuilder text) {
        text.append("[\"u\",")
                .append(usage.input())
                .append(',')
                .append(usage.output())
                .append(',')
                .append(usage.cachedInput())
                .append(',')
                .append(usage.reasoning())
                .append(',')
                .append(usage.estimated())
                .append(']');
    }

    private static void list(StringBuilder text, char kind, String... values) {
        text.append("[\"").append(kind).append('"');
        for (var value : values) {
            text.append(',');
            if (value == null) {
                text.append("null");
            } else {
                quote(value, text);
            }
        }
        text.append(']');
    }

    /** Adds a number to the list that was written last. */
    private static void number(StringBuilder text, long number) {
        text.setLength(text.length() - 1);
        text.append(',').append(number).append(']');
    }

    private static void quote(String value, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c >= ' ' && !Character.isSurrogate(c)) {
                text.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                text.append(c).append(value.charAt(++i));
            } else {
                text.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
            }
        }
        text.append('"');
    }

    /** The entries that {@link #write} was given. */
    static List<Delta> read(String text) {
        try (var json = JSON.createParser(text)) {
            json.nextToken();
            if (json.nextIntValue(0) != VERSION) {
                throw new IllegalStateException("Stored entries are of a version that this server does not know");
            }
            var deltas = new ArrayList<Delta>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                deltas.add(delta(json));
            }
            return deltas;
        } catch (IOException notOurs) {
            throw new UncheckedIOException("Stored entries can't be read", notOurs);
        }
    }

    private static Delta delta(JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            return new Delta.TextDelta(json.getText());
        }
        var kind = json.nextTextValue();
        var delta = switch (kind) {
            case "t" -> new Delta.TextDelta(json.nextTextValue(), json.nextTextValue());
            case "r" -> new Delta.ReasoningDelta(json.nextTextValue());
            case "c" -> call(json.nextTextValue(), json.nextTextValue(), json.nextTextValue(), json.nextIntValue(0));
            case "s" -> new Delta.StepEnd(json.nextIntValue(0));
            case "x" -> toolEnd(null, json);
            case "d" -> toolEnd(json.nextTextValue(), json);
            case "a" ->
                new Delta.Approval(
                        json.nextTextValue(), json.nextTextValue(), ApprovalReason.valueOf(json.nextTextValue()));
            case "i" -> new Delta.Input(json.nextTextValue());
            case "n" -> new Delta.Note(json.nextTextValue(), json.nextTextValue());
            case "u" -> new Delta.UsageDelta(usage(json));
            case "e" -> new Delta.End(FinishReason.valueOf(json.nextTextValue()));
            default -> throw new IllegalStateException("There is no stored entry of the kind " + kind);
        };
        json.nextToken();
        return delta;
    }

    private static Delta call(String id, String name, String arguments, int index) {
        return new Delta.ToolCallDelta(index, id, name, arguments);
    }

    private static Delta toolEnd(String details, JsonParser json) throws IOException {
        var callId = json.nextTextValue();
        var error = json.nextTextValue();
        return new Delta.ToolEnd(
                callId,
                error == null ? null : ToolError.valueOf(error),
                json.nextTextValue(),
                json.nextLongValue(0),
                details);
    }

    private static Usage usage(JsonParser json) throws IOException {
        return new Usage(
                json.nextIntValue(0),
                json.nextIntValue(0),
                json.nextIntValue(0),
                json.nextIntValue(0),
                json.nextBooleanValue());
    }
}
