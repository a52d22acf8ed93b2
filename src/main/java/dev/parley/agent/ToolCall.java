package dev.parley.agent;

/**
 * A call as the model has written it.
 *
 * @param name as the model sees it
 * @param arguments JSON text, which may be broken
 */
record ToolCall(String id, String name, String arguments) {}
