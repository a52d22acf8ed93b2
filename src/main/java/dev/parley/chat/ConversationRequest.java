package dev.parley.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.generation.OnDisconnect;
import dev.parley.http.PlainText;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /conversation}. */
@Schema(name = "ConversationRequest")
record ConversationRequest(
        @NotNull @Size(min = 1, max = 50) List<@NotNull @Valid Turn> messages,

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

        @Schema(description = "false for one JSON answer", defaultValue = "true")
        Boolean stream,

        @Schema(description = "what becomes of the generation when the client leaves", defaultValue = "cancel")
        @JsonProperty("on_disconnect")
        OnDisconnect onDisconnect)
        implements NativeRequest {

    /** Who may speak in a conversation that a client sends. */
    enum Speaker {
        @JsonProperty("system")
        SYSTEM(Role.SYSTEM),
        @JsonProperty("user")
        USER(Role.USER),
        @JsonProperty("assistant")
        ASSISTANT(Role.ASSISTANT);

        private final Role role;

        Speaker(Role role) {
            this.role = role;
        }
    }

    /** One message. */
    @Schema(name = "Message")
    record Turn(
            @NotNull Speaker role,

            @Schema(examples = "And at sunset?") @NotBlank @Size(max = 32_000) @PlainText
            String content) {

        Message toMessage() {
            return Message.of(role.role, content);
        }
    }

    @Override
    public Prompt toPrompt() {
        return Prompt.of(model, messages.stream().map(Turn::toMessage).toList(), Sampling.of(temperature, maxTokens));
    }
}
