package dev.parley.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A model that calls tools as the user's text says: a line for each of its answers, in it the calls of that answer between ampersands,
 * each a name and its arguments. After the last line it says what the tools of the last answer have told.
 */
final class ToolScript {

    private ToolScript() {}

    static void play(Exchange x) throws IOException {
        play(x, false);
    }

    /** The same, but the first line is called for ever. */
    static void loop(Exchange x) throws IOException {
        play(x, true);
    }

    private static void play(Exchange x, boolean forEver) throws IOException {
        var messages = messages(x);
        int user = lastOf(messages, "user");
        var since = messages.subList(user + 1, messages.size());
        var lines = messages.get(user).path("content").asText().lines().toList();
        long answers =
                since.stream().filter(message -> message.has("tool_calls")).count();
        if (forEver || answers < lines.size()) {
            call(x, lines.get(forEver ? 0 : (int) answers), (int) answers);
        } else {
            Answers.say(x, List.of("Done: ", told(since)), "stop", Answers.TOKENS);
        }
    }

    private static List<JsonNode> messages(Exchange x) {
        return StreamSupport.stream(x.json().path("messages").spliterator(), false)
                .toList();
    }

    private static int lastOf(List<JsonNode> messages, String role) {
        int last = messages.size() - 1;
        while (!messages.get(last).path("role").asText().equals(role)) {
            last--;
        }
        return last;
    }

    private static String told(List<JsonNode> since) {
        int last = lastOf(since, "assistant");
        return since.subList(last + 1, since.size()).stream()
                .map(message -> message.path("content").asText())
                .collect(Collectors.joining(", "));
    }

    private static void call(Exchange x, String line, int answer) throws IOException {
        var calls = new ArrayList<String[]>();
        for (var call : line.split(" & ")) {
            int space = call.indexOf(' ');
            calls.add(new String[] {
                "call_" + answer + "_" + calls.size(),
                space < 0 ? call : call.substring(0, space),
                space < 0 ? "{}" : call.substring(space + 1)
            });
        }
        if (x.wantsStream()) {
            Answers.open(x, Answers.TOKENS);
            x.event(x.dialect().text("Calling. "));
            for (int i = 0; i < calls.size(); i++) {
                x.event(OpenAiDialect.toolCall(i, calls.get(i)));
            }
            Answers.end(x, "tool_calls", Answers.TOKENS);
        } else {
            x.respond(200, "application/json", OpenAiDialect.toolCalls("Calling. ", calls, Answers.TOKENS));
        }
    }
}
