package dev.parley.llm;

/** Which tools the model may, must or must not call. */
public sealed interface ToolChoice {

    enum Mode implements ToolChoice {
        AUTO,
        NONE,
        REQUIRED
    }

    /** The model must call this one. */
    record Named(String name) implements ToolChoice {}
}
