package dev.parley.agent;

import dev.parley.llm.ToolError;

/** A tool has no result. The message is for the model and for whoever sees the call: a sentence of ours, or of the tool for them. */
@SuppressWarnings("serial")
final class ToolFailure extends Exception {

    private final ToolError error;

    ToolFailure(ToolError error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    ToolError error() {
        return error;
    }
}
