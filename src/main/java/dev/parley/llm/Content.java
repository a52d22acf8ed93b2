package dev.parley.llm;

/** One part of a message. */
public sealed interface Content {

    /** Plain text. */
    record Text(String text) implements Content {}

    /** An image, as an http(s) URL or a {@code data:} URL; {@code detail} is null when the caller named none. */
    record Image(String url, String detail) implements Content {}

    /** The model asks for a tool; {@code arguments} is the JSON text as the model wrote it, which may be broken. */
    record ToolCall(String id, String name, String arguments) implements Content {}

    /** What a tool answered to the call named {@code callId}. */
    record ToolResult(String callId, String text) implements Content {}
}
