package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A decision about a call.
 *
 * @param reason told to the model, null for none
 * @param stream whether the response that goes on is wanted as events
 */
@Schema(
        name = "ApprovalRequest",
        requiredProperties = {"approval_request_id", "approve"})
record ApprovalRequest(
        @Schema(examples = "apr_0a1b2c3d4e5f6g7h8i9j0k1l") @JsonProperty("approval_request_id")
        String approvalRequestId,

        Boolean approve,
        String reason,
        Boolean stream) {

    boolean isStream() {
        return Boolean.TRUE.equals(stream);
    }
}
