package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.batch.Batch;
import dev.parley.batch.State;
import dev.parley.problem.Problem;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A batch, in OpenAI's shape. Moments are seconds since 1970. */
@Schema(name = "OpenAIBatch")
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchObjectWire(
        String id,
        String object,
        String endpoint,
        Errors errors,
        @JsonProperty("input_file_id") String inputFileId,
        @JsonProperty("completion_window") String completionWindow,

        @Schema(
                enumeration = {
                    "validating",
                    "in_progress",
                    "cancelling",
                    "finalizing",
                    "completed",
                    "cancelled",
                    "failed",
                    "expired"
                })
        String status,

        @JsonProperty("output_file_id") String outputFileId,
        @JsonProperty("error_file_id") String errorFileId,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("in_progress_at") Long inProgressAt,
        @JsonProperty("expires_at") Long expiresAt,
        @JsonProperty("completed_at") Long completedAt,
        @JsonProperty("failed_at") Long failedAt,
        @JsonProperty("expired_at") Long expiredAt,
        @JsonProperty("cancelled_at") Long cancelledAt,
        @JsonProperty("request_counts") Counts requestCounts,
        Map<String, String> metadata) {

    static final String WINDOW = "24h";

    @Schema(name = "BatchRequestCounts")
    record Counts(long total, long completed, long failed) {}

    @Schema(name = "BatchErrors")
    record Errors(String object, List<Failure> data) {}

    @Schema(name = "BatchError")
    record Failure(String code, String message) {}

    @Schema(name = "ListBatchesResponse")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Page(
            String object,
            List<BatchObjectWire> data,
            @JsonProperty("first_id") String firstId,
            @JsonProperty("last_id") String lastId,
            @JsonProperty("has_more") boolean hasMore) {}

    static BatchObjectWire of(Batch batch) {
        var status = status(batch);
        var ended = seconds(batch.endedAt());
        return new BatchObjectWire(
                batch.id(),
                "batch",
                batch.endpoint(),
                errors(batch.reason()),
                batch.inputFile(),
                WINDOW,
                status,
                OutputFiles.answers(batch),
                OutputFiles.errors(batch),
                batch.createdAt() / 1_000,
                seconds(batch.startedAt()),
                seconds(batch.expiresAt()),
                status.equals("completed") ? ended : null,
                status.equals("failed") ? ended : null,
                status.equals("expired") ? ended : null,
                status.equals("cancelled") ? ended : null,
                new Counts(
                        batch.total(),
                        batch.succeeded(),
                        batch.isEnded() ? batch.total() - batch.succeeded() : batch.failed()),
                batch.metadata());
    }

    private static String status(Batch batch) {
        return switch (batch.state()) {
            case READING, QUEUED -> "validating";
            case RUNNING -> "in_progress";
            case CANCELLING -> "cancelling";
            case FAILING -> "finalizing";
            case COMPLETED -> "completed";
            case CANCELLED -> "cancelled";
            case FAILED -> isLate(batch) ? "expired" : "failed";
        };
    }

    private static boolean isLate(Batch batch) {
        return batch.state() == State.FAILED
                && batch.reason() != null
                && batch.reason().code().equals("deadline_exceeded");
    }

    private static Errors errors(Problem reason) {
        return reason == null ? null : new Errors("list", List.of(new Failure(reason.code(), reason.detail())));
    }

    private static Long seconds(Long millis) {
        return millis == null ? null : millis / 1_000;
    }

    static Page page(List<Batch> batches, boolean more) {
        return new Page(
                "list",
                batches.stream().map(BatchObjectWire::of).toList(),
                batches.isEmpty() ? null : batches.getFirst().id(),
                batches.isEmpty() ? null : batches.getLast().id(),
                more);
    }
}
