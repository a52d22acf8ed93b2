package dev.parley.bench;

/** A way to ask for a stream: where the request goes, how it is written, and which events carry the tokens and the end. */
enum Door {
    NATIVE("/chat", "{\"prompt\":\"%s\",\"model\":\"openai/%s\",\"stream\":%b}", "delta", "\"content\":\"", "done", ""),
    CHAT_COMPLETIONS(
            "/v1/chat/completions",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"model\":\"openai/%s\",\"stream\":%b}",
            "",
            "\"content\":\"",
            "",
            "\"finish_reason\":\"stop\""),
    RESPONSES(
            "/v1/responses",
            "{\"input\":\"%s\",\"model\":\"openai/%s\",\"stream\":%b}",
            "response.output_text.delta",
            "\"delta\":\"",
            "response.completed",
            "");

    private final String path;
    private final String body;
    private final String tokenEvent;
    private final String tokenField;
    private final String endEvent;
    private final String endMark;

    Door(String path, String body, String tokenEvent, String tokenField, String endEvent, String endMark) {
        this.path = path;
        this.body = body;
        this.tokenEvent = tokenEvent;
        this.tokenField = tokenField;
        this.endEvent = endEvent;
        this.endMark = endMark;
    }

    String path() {
        return path;
    }

    String body(String prompt, String model, boolean stream) {
        return body.formatted(prompt, model, stream);
    }

    /** The text that an event carries, empty for none. */
    String text(String event, String data) {
        int start = event.equals(tokenEvent) ? data.indexOf(tokenField) : -1;
        if (start < 0) {
            return "";
        }
        start += tokenField.length();
        return data.substring(start, data.indexOf('"', start));
    }

    /** Whether an event says that the answer is whole. */
    boolean ends(String event, String data) {
        return event.equals(endEvent) && data.contains(endMark) && !data.equals("[DONE]");
    }
}
