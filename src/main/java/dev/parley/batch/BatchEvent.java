package dev.parley.batch;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The data of the events of a batch. */
final class BatchEvent {

    private BatchEvent() {}

    @Schema(name = "BatchProgress", description = "After each result, and at the end")
    record Progress(int total, int completed, int failed) {}

    /** For the contract: a stream's type is text to OpenAPI. */
    @Schema(
            name = "BatchEvent",
            description =
                    "start {total, completed, failed}, then result and progress for each item as it is ready, then done with"
                            + " the last progress and the line data: [DONE]",
            oneOf = {ItemAnswer.class, Progress.class})
    interface Any {}
}
