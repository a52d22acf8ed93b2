package dev.parley.governance.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An audit entry as administrators see it. */
@Schema(name = "AuditEntry")
record AuditWire(
        String id,
        String at,
        @Schema(description = "id of the key that did it") String actor,
        @Schema(examples = "key.create") String action,
        String target,
        @JsonProperty("request_id") String requestId,

        @Schema(description = "done, or the code of the problem")
        String outcome) {

    static AuditWire of(AuditEntry entry) {
        return new AuditWire(
                entry.id(),
                KeyWire.moment(entry.happenedAt()),
                entry.actor(),
                entry.action(),
                entry.target(),
                entry.requestId(),
                entry.outcome());
    }
}
