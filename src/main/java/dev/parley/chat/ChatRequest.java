package dev.parley.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.generation.OnDisconnect;
import dev.parley.http.PlainText;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /chat}. */
@Schema(name = "ChatRequest")
record ChatRequest(
        @Schema(examples = "Why is the sky blue?") @NotBlank @Size(max = 32_000) @PlainText
        String prompt,

        @Schema(
                description = "provider/model, an alias or a bare name; the default model when absent",
                examples = "offline/echo")
        @Size(min = 1, max = 256) @PlainText
        String model,

        @DecimalMin("0") @DecimalMax("2") Double temperature,
        @JsonProperty("max_tokens") @Min(1) @Max(16_384) Integer maxTokens,

        @Schema(
                implementation = Object.class,
                description = "a JSON Schema that the answer must fulfil; one that does not is repaired or refused")
        @JsonProperty("response_schema")
        ObjectNode responseSchema,

        @Schema(description = "true for server-sent events", defaultValue = "false")
        Boolean stream,

        @Schema(description = "what becomes of the generation when the client leaves", defaultValue = "cancel")
        @JsonProperty("on_disconnect")
        OnDisconnect onDisconnect)
        implements NativeRequest {

    @Override
    public Prompt toPrompt() {
        return Prompt.of(model, List.of(Message.of(Role.USER, prompt)), Sampling.of(temperature, maxTokens));
    }
}
