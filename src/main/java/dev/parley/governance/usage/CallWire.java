package dev.parley.governance.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A row of the ledger.
 *
 * @param cost whole micro-dollars, null when the model has no price
 * @param ttft milliseconds to the first token, null when none came
 */
@Schema(name = "LedgerCall")
record CallWire(
        String id,
        @JsonProperty("request_id") String requestId,
        @JsonProperty("key") String keyId,
        @JsonProperty("key_name") String keyName,
        String team,
        String endpoint,
        String model,
        @JsonProperty("input_tokens") long input,
        @JsonProperty("output_tokens") long output,
        @JsonProperty("cached_tokens") long cached,
        @JsonProperty("reasoning_tokens") long reasoning,
        @JsonProperty("cost_micro_dollars") Long cost,

        @Schema(enumeration = {"completed", "failed", "cancelled", "interrupted"})
        String status,

        boolean estimated,
        @JsonProperty("ttft_ms") Long ttft,
        @JsonProperty("duration_ms") long duration,
        @JsonProperty("created_at") String createdAt) {

    static CallWire of(ResultSet row) throws SQLException {
        return new CallWire(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getLong(8),
                row.getLong(9),
                row.getLong(10),
                row.getLong(11),
                number(row, 12),
                row.getString(13),
                row.getBoolean(14),
                number(row, 15),
                row.getLong(16),
                Instant.ofEpochMilli(row.getLong(17)).toString());
    }

    private static Long number(ResultSet row, int column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? null : value;
    }
}
