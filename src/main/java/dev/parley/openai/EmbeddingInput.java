package dev.parley.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.llm.EmbeddingRequest.Input;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code input}, which is a text, texts, tokens, or lists of tokens. */
final class EmbeddingInput {

    private static final int MOST_INPUTS = 2_048;
    private static final int MOST_TOKENS = 100_000;

    private EmbeddingInput() {}

    static List<Input> read(JsonNode input) {
        if (input.isTextual()) {
            return List.of(text("input", input));
        }
        if (!input.isArray() || input.isEmpty()) {
            throw BadParam.of("input", "must be a text, texts, tokens, or lists of tokens");
        }
        if (input.get(0).isNumber()) {
            return List.of(tokens("input", input));
        }
        if (input.size() > MOST_INPUTS) {
            throw BadParam.of("input", "must have at most " + MOST_INPUTS + " elements and has " + input.size());
        }
        boolean texts = input.get(0).isTextual();
        var inputs = new ArrayList<Input>(input.size());
        for (int i = 0; i < input.size(); i++) {
            var at = "input[" + i + "]";
            inputs.add(texts ? text(at, input.get(i)) : tokens(at, input.get(i)));
        }
        return inputs;
    }

    private static Input text(String at, JsonNode node) {
        if (!node.isTextual() || node.textValue().isEmpty()) {
            throw BadParam.of(at, "must be a text that is not empty");
        }
        return new Input.Text(node.textValue());
    }

    private static Input tokens(String at, JsonNode node) {
        if (!node.isArray() || node.isEmpty() || node.size() > MOST_TOKENS) {
            throw BadParam.of(at, "must be a list of 1 to " + MOST_TOKENS + " tokens");
        }
        var tokens = new ArrayList<Integer>(node.size());
        for (var token : node) {
            if (!token.isInt() || token.intValue() < 0) {
                throw BadParam.of(at, "must be whole numbers, none below 0");
            }
            tokens.add(token.intValue());
        }
        return new Input.Tokens(tokens);
    }
}
