package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** One part of an item's content; {@code type} says which of the others are there. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Part(
        String type,
        String text,
        String refusal,
        List<JsonNode> annotations,
        List<JsonNode> logprobs,
        @JsonProperty("image_url") String imageUrl,
        String detail,
        String filename,
        @JsonProperty("file_data") String fileData) {

    static final String INPUT_TEXT = "input_text";
    static final String INPUT_IMAGE = "input_image";
    static final String INPUT_FILE = "input_file";
    static final String OUTPUT_TEXT = "output_text";
    static final String REFUSAL = "refusal";
    static final String REASONING_TEXT = "reasoning_text";
    static final String SUMMARY_TEXT = "summary_text";

    /** A part that is a text and nothing else. */
    static Part plain(String type, String text) {
        return new Part(type, text, null, null, null, null, null, null, null);
    }

    static Part inputText(String text) {
        return plain(INPUT_TEXT, text);
    }

    /** A piece of an answer; clients rely on both lists being there. */
    static Part outputText(String text, List<JsonNode> logprobs) {
        return outputText(text, List.of(), logprobs);
    }

    static Part outputText(String text, List<JsonNode> annotations, List<JsonNode> logprobs) {
        return new Part(OUTPUT_TEXT, text, null, annotations, logprobs, null, null, null, null);
    }

    static Part refusal(String text) {
        return new Part(REFUSAL, null, text, null, null, null, null, null, null);
    }

    static Part image(String url, String detail) {
        return new Part(INPUT_IMAGE, null, null, null, null, url, detail, null, null);
    }

    static Part file(String filename, String data) {
        return new Part(INPUT_FILE, null, null, null, null, null, null, filename, data);
    }
}
