package dev.parley.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The JSON body of {@code POST /batches}. Its items are read one by one, so that all that is wrong is told. */
@Schema(name = "BatchesRequest")
record BatchesRequest(
        @Schema(implementation = BatchItem[].class) @NotNull @Size(min = 1, max = 1_000) List<@NotNull JsonNode> items,

        @Schema(description = "for items that name none; the default model when absent", examples = "offline/echo")
        @Size(min = 1, max = 256) @Pattern(regexp = BatchItem.PLAIN, message = BatchItem.NOT_PLAIN) String model,

        @Schema(description = "what it may cost at most; before an item that might exceed it, the batch fails")
        @JsonProperty("max_cost_micro_dollars")
        @Min(0) Long maxCost,

        @Size(max = 16) Map<@Size(min = 1, max = 64) String, @NotNull @Size(max = 512) String> metadata) {}
