package dev.parley.provider.anthropic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.llm.Usage;
import dev.parley.provider.WireJson;
import java.io.IOException;

/**
 * The tokens of one answer. They are told twice, at the begin and at the end, and the last word counts; {@code input_tokens} leaves out
 * what was read from or written to the prompt cache, which ours holds.
 */
final class AnthropicUsage {

    private boolean reported;
    private int input;
    private int written;
    private int cached;
    private int output;

    void read(JsonParser json) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            return;
        }
        reported = true;
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "input_tokens" -> input = WireJson.integer(json, input);
                case "cache_creation_input_tokens" -> written = WireJson.integer(json, written);
                case "cache_read_input_tokens" -> cached = WireJson.integer(json, cached);
                case "output_tokens" -> output = WireJson.integer(json, output);
                default -> WireJson.skip(json);
            }
        }
    }

    boolean isReported() {
        return reported;
    }

    Usage total() {
        return new Usage(input + written + cached, output, cached, 0, false);
    }
}
