package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.llm.EmbeddingRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /v1/embeddings}. */
@Schema(name = "CreateEmbeddingRequest")
record EmbeddingRequestWire(
        @NotNull @Size(min = 1, max = 256) String model,

        @Schema(
                implementation = Object.class,
                description = "a text, 1 to 2048 texts, the tokens of a text, or of 1 to 2048 texts")
        @NotNull JsonNode input,

        @JsonProperty("encoding_format") Encoding encodingFormat,
        @Min(1) @Max(65_536) Integer dimensions) {

    /** How a vector is written. */
    enum Encoding {
        @JsonProperty("float")
        FLOAT,
        /** Little-endian float32. */
        @JsonProperty("base64")
        BASE64
    }

    /** @throws dev.parley.problem.ApiException naming the input that is wrong */
    EmbeddingRequest toRequest() {
        return new EmbeddingRequest(model, EmbeddingInput.read(input), dimensions);
    }

    boolean wantsBase64() {
        return encodingFormat == Encoding.BASE64;
    }
}
