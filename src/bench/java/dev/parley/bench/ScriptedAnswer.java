package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** The bytes of one script's answers, made once: only token 0, which carries the time, is made for each answer. */
final class ScriptedAnswer {
    private static final ByteBuffer STREAM_HEAD = lasting("""
            HTTP/1.1 200 OK\r
            Content-Type: text/event-stream; charset=utf-8\r
            Cache-Control: no-cache\r
            Transfer-Encoding: chunked\r
            \r
            """);

    private static final String USAGE = "{\"prompt_tokens\":20,\"completion_tokens\":%1$d,\"total_tokens\":%2$d}";

    private final Script script;
    private final ByteBuffer[] tokens;
    private final ByteBuffer tail;

    ScriptedAnswer(Script script) {
        this.script = script;
        this.tokens = new ByteBuffer[script.tokens()];
        for (int i = 1; i < tokens.length; i++) {
            tokens[i] = lasting(delta("", TokenText.token(i)));
        }
        this.tail = lasting(
                chunk(event("[{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]", "null"))
                        + chunk(event("[]", usage()))
                        + chunk("data: [DONE]\n\n")
                        + "0\r\n\r\n");
    }

    Script script() {
        return script;
    }

    static ByteBuffer streamHead() {
        return STREAM_HEAD.duplicate();
    }

    ByteBuffer firstToken(long receivedAt, long writtenAt) {
        return bytes(delta("\"role\":\"assistant\",", TokenText.first(receivedAt, writtenAt)));
    }

    ByteBuffer token(int number) {
        return tokens[number].duplicate();
    }

    /** The finish reason, the usage, the end marker and the end of the body. */
    ByteBuffer tail() {
        return tail.duplicate();
    }

    ByteBuffer json(long receivedAt, long writtenAt) {
        return plain("200 OK", "application/json", """
                {"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"%s",\
                "choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
                "logprobs":null,"finish_reason":"stop"}],\
                "usage":%s}""".formatted(
                        script.model(),
                        TokenText.first(receivedAt, writtenAt) + TokenText.afterFirst(script.tokens()),
                        usage()));
    }

    static ByteBuffer plain(String status, String type, String body) {
        return bytes("HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(status, type, body.getBytes(UTF_8).length, body));
    }

    private String delta(String role, String content) {
        return chunk(event(
                "[{\"index\":0,\"delta\":{" + role + "\"content\":\"" + content
                        + "\"},\"logprobs\":null,\"finish_reason\":null}]",
                "null"));
    }

    private String event(String choices, String usage) {
        return """
                data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,"model":"%s",\
                "service_tier":"default","system_fingerprint":"fp_bench","choices":%s,"usage":%s}

                """.formatted(script.model(), choices, usage);
    }

    private String usage() {
        return USAGE.formatted(script.tokens(), script.tokens() + 20);
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    /** Outside the heap, so that a write needs no copy. */
    private static ByteBuffer lasting(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
