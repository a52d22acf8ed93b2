package dev.parley.webhook.in;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What came in, as administrators see it: what became of it, not what it says.
 *
 * @param answer of the model, only when one delivery is asked for
 */
@Schema(name = "ReceivedWebhook")
record ReceivedWire(
        String id,
        String source,

        @Schema(description = "as its sender calls it") @JsonProperty("delivery_id")
        String deliveryId,

        @Schema(enumeration = {"pending", "done", "dead"}) String state,

        int attempts,

        @Schema(description = "of the last attempt") @JsonProperty("run_id")
        String runId,

        @Schema(description = "the code of the last failure")
        String error,

        String answer,
        @JsonProperty("next_attempt_at") String nextAt,
        @JsonProperty("created_at") String createdAt) {

    /** What a sender is told. */
    @Schema(name = "AcceptedWebhook")
    record Accepted(
            String id,

            @Schema(description = "whether it was here before")
            boolean duplicate) {}

    static ReceivedWire whole(Received received) {
        return of(received, received.answer());
    }

    static ReceivedWire listed(Received received) {
        return of(received, null);
    }

    private static ReceivedWire of(Received received, String answer) {
        return new ReceivedWire(
                received.id(),
                received.source(),
                received.deliveryId(),
                received.state(),
                received.attempts(),
                received.runId(),
                received.error(),
                answer,
                received.nextAt() == 0 ? null : moment(received.nextAt()),
                moment(received.createdAt()));
    }

    private static String moment(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
