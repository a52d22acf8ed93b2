package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.provider.UpstreamFailures;
import dev.parley.provider.WireJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Asks for vectors, in batches that every server takes and whose answers fit into memory, and reads them. One instance per request.
 */
final class OpenAiEmbeddings {

    private static final int BATCH = 128;
    private static final int MOST_DIMENSIONS = 65_536;

    private final String model;
    private final UpstreamFailures failures;
    private float[][] vectors;
    private int tokens;

    /** @param model qualified */
    OpenAiEmbeddings(String model, UpstreamFailures failures) {
        this.model = model;
        this.failures = failures;
    }

    static byte[] json(String model, EmbeddingRequest request, List<Input> batch) {
        return WireJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeArrayFieldStart("input");
            for (var input : batch) {
                switch (input) {
                    case Input.Text text -> json.writeString(text.text());
                    case Input.Tokens numbers ->
                        json.writeArray(ints(numbers), 0, numbers.tokens().size());
                }
            }
            json.writeEndArray();
            json.writeStringField("encoding_format", "float");
            if (request.dimensions() != null) {
                json.writeNumberField("dimensions", request.dimensions());
            }
            json.writeEndObject();
        });
    }

    private static int[] ints(Input.Tokens input) {
        return input.tokens().stream().mapToInt(Integer::intValue).toArray();
    }

    /** @param call sends one batch and gives the answer's body */
    Embeddings of(EmbeddingRequest request, Function<List<Input>, byte[]> call) {
        var inputs = request.inputs();
        vectors = new float[inputs.size()][];
        for (int from = 0; from < inputs.size(); from += BATCH) {
            var batch = inputs.subList(from, Math.min(inputs.size(), from + BATCH));
            read(call.apply(batch), from, batch.size());
        }
        return new Embeddings(model, List.of(vectors), Usage.reported(tokens, 0));
    }

    private void read(byte[] body, int from, int count) {
        try (var json = WireJson.FACTORY.createParser(body)) {
            if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
                throw incomplete();
            }
            for (String field; (field = json.nextFieldName()) != null; ) {
                switch (field) {
                    case "data" -> data(json, from, count);
                    case "usage" -> usage(json);
                    default -> WireJson.skip(json);
                }
            }
        } catch (IOException notJson) {
            throw failures.malformed("sent vectors that can't be understood");
        }
        if (Arrays.stream(vectors, from, from + count).anyMatch(vector -> vector == null)) {
            throw incomplete();
        }
    }

    private ApiException incomplete() {
        return failures.malformed("did not send a vector for each text");
    }

    private void data(JsonParser json, int from, int count) throws IOException {
        if (WireJson.enters(json, JsonToken.START_ARRAY)) {
            for (int next = 0; json.nextToken() == JsonToken.START_OBJECT; next++) {
                int index = next;
                float[] vector = null;
                for (String field; (field = json.nextFieldName()) != null; ) {
                    switch (field) {
                        case "index" -> index = WireJson.integer(json, next);
                        case "embedding" -> vector = vector(json);
                        default -> WireJson.skip(json);
                    }
                }
                if (index < 0 || index >= count) {
                    throw incomplete();
                }
                vectors[from + index] = vector;
            }
        }
    }

    private float[] vector(JsonParser json) throws IOException {
        var vector = new float[1_536];
        int length = 0;
        if (WireJson.enters(json, JsonToken.START_ARRAY)) {
            while (json.nextToken().isNumeric()) {
                if (length == MOST_DIMENSIONS) {
                    throw failures.malformed("sent a vector of more than " + MOST_DIMENSIONS + " numbers");
                }
                if (length == vector.length) {
                    vector = Arrays.copyOf(vector, length * 2);
                }
                vector[length++] = json.getFloatValue();
            }
        }
        return length == 0 ? null : Arrays.copyOf(vector, length);
    }

    private void usage(JsonParser json) throws IOException {
        if (WireJson.enters(json, JsonToken.START_OBJECT)) {
            for (String field; (field = json.nextFieldName()) != null; ) {
                if (field.equals("prompt_tokens")) {
                    tokens += WireJson.integer(json, 0);
                } else {
                    WireJson.skip(json);
                }
            }
        }
    }
}
