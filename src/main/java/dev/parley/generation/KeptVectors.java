package dev.parley.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Usage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;

/**
 * Vectors as they are kept with an idempotency key.
 *
 * @param vectors in base64, 32-bit floats, little-endian
 */
record KeptVectors(String model, int tokens, List<String> vectors) {

    static String write(Embeddings embeddings) {
        return Json.text(new KeptVectors(
                embeddings.model(),
                embeddings.usage().input(),
                embeddings.vectors().stream().map(KeptVectors::base64).toList()));
    }

    static Embeddings read(String text) {
        try {
            var kept = Json.MAPPER.readValue(text, KeptVectors.class);
            var vectors = kept.vectors.stream().map(KeptVectors::floats).toList();
            return new Embeddings(kept.model, vectors, Usage.reported(kept.tokens, 0));
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A kept result can't be read", notOurs);
        }
    }

    private static String base64(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static float[] floats(String base64) {
        var kept = ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        var vector = new float[kept.remaining()];
        kept.get(vector);
        return vector;
    }
}
