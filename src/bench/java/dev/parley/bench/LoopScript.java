package dev.parley.bench;

import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/** A model that calls the calculator until it was asked so many times, and then says so: {@code bench-loop-20}, in one piece each. */
final class LoopScript {
    static final String PREFIX = "bench-loop-";
    static final String LAST_WORDS = "that was the last one";

    private static final Pattern RESULT = Pattern.compile("\"role\"\\s*:\\s*\"tool\"");

    private LoopScript() {}

    static boolean knows(String model) {
        return model.startsWith(PREFIX);
    }

    static ByteBuffer answer(String model, String request) {
        long results = RESULT.matcher(request).results().count();
        boolean last = results == Integer.parseInt(model.substring(PREFIX.length())) - 1;
        var message = last
                ? "\"content\":\"" + LAST_WORDS + "\""
                : "\"content\":null,\"tool_calls\":[{\"id\":\"call_" + results
                        + "\",\"type\":\"function\",\"function\":{\"name\":\"calculator\",\"arguments\":"
                        + "\"{\\\"expression\\\":\\\"(2 + 3) * " + results + "\\\"}\"}}]";
        return ScriptedAnswer.plain(
                "200 OK", "application/json", """
                {"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"%s",\
                "choices":[{"index":0,"message":{"role":"assistant",%s},"finish_reason":"%s"}],\
                "usage":{"prompt_tokens":20,"completion_tokens":8,"total_tokens":28}}""".formatted(model, message, last ? "stop" : "tool_calls"));
    }
}
