package dev.parley.governance.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.governance.Rates;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What may happen per minute and at once. */
@Schema(name = "Limits", description = "absent or null is no limit")
record LimitsWire(
        @JsonProperty("requests_per_minute") @Min(1) @Max(LimitsWire.MOST) Integer requestsPerMinute,

        @JsonProperty("tokens_per_minute") @Min(1) @Max(LimitsWire.MOST) Integer tokensPerMinute,

        @JsonProperty("concurrent_runs") @Min(1) @Max(LimitsWire.MOST) Integer concurrentRuns) {

    static final int MOST = 1_000_000_000;

    static LimitsWire of(Rates rates) {
        return new LimitsWire(rates.requestsPerMinute(), rates.tokensPerMinute(), rates.concurrentRuns());
    }

    static Rates rates(LimitsWire given) {
        return given == null
                ? Rates.UNLIMITED
                : new Rates(given.requestsPerMinute, given.tokensPerMinute, given.concurrentRuns);
    }
}
