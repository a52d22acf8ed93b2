package dev.parley.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Chat Completions. */
final class OpenAiDialect implements Dialect {

    /** An answer in one piece whose one token has its probability. */
    static final String LOGPROBS = """
            {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"scripted","choices":[{"index":0,\
            "message":{"role":"assistant","content":"Hi"},"logprobs":{"content":[{"token":"Hi","logprob":-0.5,\
            "bytes":[72,105],"top_logprobs":[]}],"refusal":null},"finish_reason":"stop"}]}""";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Override
    public List<Event> opening(Tokens tokens) {
        return List.of(chunk("{\"role\":\"assistant\",\"content\":\"\"}", null));
    }

    @Override
    public List<Event> textStart() {
        return List.of();
    }

    @Override
    public Event text(String text) {
        return chunk("{\"content\":" + quoted(text) + "}", null);
    }

    @Override
    public List<Event> textEnd() {
        return List.of();
    }

    @Override
    public List<Event> reasoning(List<String> texts) {
        return texts.stream()
                .map(text -> chunk("{\"content\":null,\"reasoning_content\":" + quoted(text) + "}", null))
                .toList();
    }

    @Override
    public List<Event> toolCalls() {
        return List.of(
                chunk("""
                        {"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function",\
                        "function":{"name":"get_weather","arguments":""}}]}""", null),
                chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]}", null),
                chunk("""
                        {"tool_calls":[{"index":0,"function":{"arguments":"\\"Oslo\\"}"}},{"index":1,"id":"call_2",\
                        "type":"function","function":{"name":"get_time","arguments":"{}"}}]}""", null));
    }

    /** A call in one piece: its id, its name and its arguments. */
    static Event toolCall(int index, String... call) {
        return chunk("{\"tool_calls\":[{\"index\":" + index + "," + members(call) + "}]}", null);
    }

    /** A whole answer with such calls. */
    static String toolCalls(String text, List<String[]> calls, Tokens tokens) {
        var all = calls.stream().map(call -> "{" + members(call) + "}").collect(Collectors.joining(","));
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"scripted\",\"choices\":["
                + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":" + quoted(text) + ",\"tool_calls\":["
                + all + "]},\"logprobs\":null,\"finish_reason\":\"tool_calls\"}]," + usage(tokens) + "}";
    }

    private static String members(String... call) {
        return "\"id\":" + quoted(call[0]) + ",\"type\":\"function\",\"function\":{\"name\":" + quoted(call[1])
                + ",\"arguments\":" + quoted(call[2]) + "}";
    }

    @Override
    public List<Event> closing(String finish, Tokens tokens) {
        var events = new ArrayList<Event>();
        events.add(chunk("{}", finish));
        if (tokens != null) {
            events.add(new Event(null, "{\"object\":\"chat.completion.chunk\",\"choices\":[]," + usage(tokens) + "}"));
        }
        return events;
    }

    @Override
    public Event done() {
        return new Event(null, "[DONE]");
    }

    @Override
    public Event malformed() {
        return new Event(null, "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"SECRET");
    }

    @Override
    public Event error() {
        return new Event(null, "{\"error\":{\"message\":\"SECRET\",\"type\":\"rate_limit_exceeded\",\"code\":null}}");
    }

    @Override
    public String whole(List<String> texts, String reasoning, boolean calls, String finish, Tokens tokens) {
        var message = new StringBuilder("{\"role\":\"assistant\",\"content\":");
        message.append(texts.isEmpty() ? "null" : quoted(String.join("", texts)));
        if (reasoning != null) {
            message.append(",\"reasoning_content\":").append(quoted(reasoning));
        }
        if (calls) {
            message.append("""
                    ,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"get_weather",\
                    "arguments":"{\\"city\\":\\"Oslo\\"}"}},{"id":"call_2","type":"function","function":\
                    {"name":"get_time","arguments":"{}"}}]""");
        }
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"scripted\",\"choices\":["
                + "{\"index\":0,\"message\":" + message + "},\"logprobs\":null,\"finish_reason\":" + quoted(finish)
                + "}]"
                + (tokens == null ? "" : "," + usage(tokens)) + "}";
    }

    @Override
    public String refusal(int status) {
        return "{\"error\":{\"message\":\"SECRET of the upstream\",\"type\":\"some_error\",\"code\":\"" + status
                + "\"}}";
    }

    private static Event chunk(String delta, String finish) {
        return new Event(
                null,
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"scripted\","
                        + "\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"delta\":" + delta
                        + ",\"logprobs\":null,\"finish_reason\":" + quoted(finish) + "}],\"usage\":null}");
    }

    private static String usage(Tokens tokens) {
        return "\"usage\":{\"prompt_tokens\":" + tokens.input() + ",\"completion_tokens\":" + tokens.output()
                + ",\"total_tokens\":" + (tokens.input() + tokens.output())
                + ",\"prompt_tokens_details\":{\"cached_tokens\":" + tokens.cached() + ",\"audio_tokens\":0}"
                + ",\"completion_tokens_details\":{\"reasoning_tokens\":" + tokens.reasoning() + "}}";
    }

    static String quoted(String text) {
        JsonNode node = text == null ? NODES.nullNode() : NODES.textNode(text);
        return node.toString();
    }
}
