package dev.parley.llm;

/**
 * A tool the model may call.
 *
 * @param parameters JSON Schema of the arguments as JSON text, null when the tool takes none
 * @param strict whether the provider is asked to hold the model to the schema, null when the caller did not say
 */
public record ToolSpec(String name, String description, String parameters, Boolean strict) {}
