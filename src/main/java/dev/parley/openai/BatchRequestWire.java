package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /v1/batches}. */
@Schema(name = "CreateBatchRequest")
record BatchRequestWire(
        @NotBlank @Size(max = 64) @JsonProperty("input_file_id")
        String inputFileId,

        @Schema(examples = ChatBatchItems.ENDPOINT) @NotBlank @Size(max = 64) String endpoint,

        @Schema(examples = "24h") @NotBlank @JsonProperty("completion_window")
        String completionWindow,

        @Size(max = 16) Map<@Size(min = 1, max = 64) String, @NotNull @Size(max = 512) String> metadata) {}
