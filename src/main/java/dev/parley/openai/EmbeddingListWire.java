package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.llm.Embeddings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The answer of {@code POST /v1/embeddings}. */
@Schema(name = "CreateEmbeddingResponse")
record EmbeddingListWire(String object, List<Item> data, String model, Tokens usage) {

    /** @param embedding the numbers, or their base64 */
    @Schema(name = "Embedding")
    record Item(String object, int index, Object embedding) {}

    @Schema(name = "EmbeddingUsage")
    record Tokens(
            @JsonProperty("prompt_tokens") int promptTokens,
            @JsonProperty("total_tokens") int totalTokens) {}

    static EmbeddingListWire of(Embeddings embeddings, boolean base64) {
        var vectors = embeddings.vectors();
        var items = IntStream.range(0, vectors.size())
                .mapToObj(
                        index -> new Item("embedding", index, base64 ? base64(vectors.get(index)) : vectors.get(index)))
                .toList();
        int tokens = embeddings.usage().input();
        return new EmbeddingListWire("list", items, embeddings.model(), new Tokens(tokens, tokens));
    }

    private static String base64(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
