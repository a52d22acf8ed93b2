package dev.parley.batch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One item of a batch, and one line of a JSONL file. */
@Schema(name = "BatchItem")
record BatchItem(
        @Schema(description = "names the item in the results; unique in its batch", examples = "row-17")
        @NotBlank @Size(max = BatchItem.LONGEST_ID) @Pattern(regexp = BatchItem.PLAIN, message = BatchItem.NOT_PLAIN) String id,

        @Schema(examples = "Why is the sky blue?")
        @NotBlank @Size(max = 32_000) @Pattern(regexp = BatchItem.PLAIN, message = BatchItem.NOT_PLAIN) String prompt,

        @Schema(description = "the batch's model when absent", examples = "offline/echo")
        @Size(min = 1, max = 256) @Pattern(regexp = BatchItem.PLAIN, message = BatchItem.NOT_PLAIN) String model,

        @DecimalMin("0") @DecimalMax("2") Double temperature,
        @JsonProperty("max_tokens") @Min(1) @Max(16_384) Integer maxTokens) {

    static final int LONGEST_ID = 128;

    /** Without NUL, which databases and providers choke on. */
    static final String PLAIN = "[^\\x00]*";

    static final String NOT_PLAIN = "must not contain the character U+0000";

    /** @param otherwise the model for an item that names none, may be null */
    Prompt toPrompt(String otherwise) {
        return Prompt.of(
                model == null ? otherwise : model,
                List.of(Message.of(Role.USER, prompt)),
                Sampling.of(temperature, maxTokens));
    }
}
