package dev.parley.upstream;

import static dev.parley.upstream.OpenAiDialect.quoted;

import java.util.ArrayList;
import java.util.List;

/** Anthropic's Messages. */
final class AnthropicDialect implements Dialect {

    private static final String CALLS = """
            {"type":"tool_use","id":"toolu_1","name":"get_weather","input":{"city":"Oslo"}},\
            {"type":"tool_use","id":"toolu_2","name":"get_time","input":{}}""";

    @Override
    public List<Event> opening(Tokens tokens) {
        return List.of(
                event(
                        "message_start",
                        "\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                                + "\"model\":\"scripted\",\"stop_reason\":null"
                                + (tokens == null ? "" : ",\"usage\":" + inputUsage(tokens)) + "}"),
                event("ping", null));
    }

    @Override
    public List<Event> textStart() {
        return List.of(start(0, "{\"type\":\"text\",\"text\":\"\"}"));
    }

    @Override
    public Event text(String text) {
        return delta(0, "{\"type\":\"text_delta\",\"text\":" + quoted(text) + "}");
    }

    @Override
    public List<Event> textEnd() {
        return List.of(event("content_block_stop", "\"index\":0"));
    }

    @Override
    public List<Event> reasoning(List<String> texts) {
        var events = new ArrayList<Event>();
        events.add(start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"));
        texts.forEach(text -> events.add(delta(0, "{\"type\":\"thinking_delta\",\"thinking\":" + quoted(text) + "}")));
        events.add(delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2ln\"}"));
        events.add(event("content_block_stop", "\"index\":0"));
        return events;
    }

    @Override
    public List<Event> toolCalls() {
        var events = new ArrayList<Event>();
        events.addAll(textStart());
        events.add(text("Let me look."));
        events.addAll(textEnd());
        events.add(start(1, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"get_weather\",\"input\":{}}"));
        events.add(delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"));
        events.add(delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\"}"));
        events.add(delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\\\"Oslo\\\"}\"}"));
        events.add(event("content_block_stop", "\"index\":1"));
        events.add(start(2, "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"get_time\",\"input\":{}}"));
        events.add(delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"));
        events.add(event("content_block_stop", "\"index\":2"));
        return events;
    }

    @Override
    public List<Event> closing(String finish, Tokens tokens) {
        return List.of(event(
                "message_delta",
                "\"delta\":{\"stop_reason\":" + quoted(stopReason(finish)) + ",\"stop_sequence\":null}"
                        + (tokens == null ? "" : ",\"usage\":{\"output_tokens\":" + tokens.output() + "}")));
    }

    @Override
    public Event done() {
        return event("message_stop", null);
    }

    @Override
    public Event malformed() {
        return new Event("content_block_delta", "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"SECRET");
    }

    @Override
    public Event error() {
        return event("error", "\"error\":{\"type\":\"rate_limit_error\",\"message\":\"SECRET\"}");
    }

    @Override
    public String whole(List<String> texts, String reasoning, boolean calls, String finish, Tokens tokens) {
        var blocks = new ArrayList<String>();
        if (reasoning != null) {
            blocks.add("{\"type\":\"thinking\",\"thinking\":" + quoted(reasoning) + ",\"signature\":\"c2ln\"}");
        }
        texts.forEach(text -> blocks.add("{\"type\":\"text\",\"text\":" + quoted(text) + "}"));
        if (calls) {
            blocks.add(CALLS);
        }
        return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"scripted\",\"content\":["
                + String.join(",", blocks) + "],\"stop_reason\":" + quoted(stopReason(finish))
                + (tokens == null ? "" : ",\"usage\":" + inputUsage(tokens)) + "}";
    }

    @Override
    public String refusal(int status) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"some_error\",\"message\":\"SECRET of the upstream\"}}";
    }

    private static Event start(int index, String block) {
        return event("content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
    }

    private static Event delta(int index, String delta) {
        return event("content_block_delta", "\"index\":" + index + ",\"delta\":" + delta);
    }

    private static Event event(String type, String rest) {
        return new Event(type, "{\"type\":\"" + type + "\"" + (rest == null ? "" : "," + rest) + "}");
    }

    private static String inputUsage(Tokens tokens) {
        return "{\"input_tokens\":" + (tokens.input() - tokens.cached()) + ",\"cache_creation_input_tokens\":0,"
                + "\"cache_read_input_tokens\":" + tokens.cached() + ",\"output_tokens\":" + tokens.output() + "}";
    }

    private static String stopReason(String finish) {
        return switch (finish) {
            case "length" -> "max_tokens";
            case "tool_calls" -> "tool_use";
            case "content_filter" -> "refusal";
            case "stop" -> "end_turn";
            default -> finish;
        };
    }
}
