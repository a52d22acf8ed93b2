package dev.parley.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A batch as its caller sees it. */
@Schema(name = "Batch")
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchWire(
        @Schema(examples = "batch_0a1b2c3d4e5f6g7h8i9j0k1l") String id,

        @Schema(enumeration = {"queued", "running", "cancelling", "failing", "completed", "cancelled", "failed"})
        String state,

        String model,
        int total,

        @Schema(description = "items with an answer") long completed,

        @Schema(description = "items with an error; once the batch has ended, those that were never begun too")
        long failed,

        @Schema(description = "of what has a price") @JsonProperty("cost_micro_dollars")
        long cost,

        @JsonProperty("max_cost_micro_dollars") Long maxCost,
        Map<String, String> metadata,

        @Schema(description = "why it failed") Problem reason,

        @JsonProperty("created_at") String createdAt,
        @JsonProperty("started_at") String startedAt,
        @JsonProperty("ended_at") String endedAt,

        @Schema(description = "until when it and its results can be read") @JsonProperty("expires_at")
        String expiresAt) {

    /** A page of them, the latest first. */
    @Schema(name = "BatchPage")
    record Page(
            List<BatchWire> batches,
            @JsonInclude(JsonInclude.Include.NON_NULL) String next) {}

    static BatchWire of(Batch batch) {
        return new BatchWire(
                batch.id(),
                batch.state().wireName(),
                batch.model(),
                (int) batch.total(),
                batch.succeeded(),
                batch.isEnded() ? batch.total() - batch.succeeded() : batch.failed(),
                batch.cost(),
                batch.maxCost(),
                batch.metadata(),
                batch.reason(),
                moment(batch.createdAt()),
                moment(batch.startedAt()),
                moment(batch.endedAt()),
                moment(batch.expiresAt()));
    }

    private static String moment(Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis).toString();
    }
}
