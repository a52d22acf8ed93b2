package dev.parley.llm;

/** The form the answer must have. */
public sealed interface ResponseFormat {

    /** Any JSON object. */
    record JsonObject() implements ResponseFormat {}

    /**
     * JSON that a schema accepts.
     *
     * @param name what the caller calls it
     * @param schema JSON Schema as JSON text
     * @param strict whether the provider is asked to hold the model to it, null when the caller did not say
     */
    record JsonSchema(String name, String schema, Boolean strict) implements ResponseFormat {}
}
