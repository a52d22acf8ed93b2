package dev.parley.provider.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.llm.Embeddings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class OfflineEmbeddingsTest {

    private static final String FOX = "The quick brown fox jumps over the lazy dog.";

    private static final Inference INFERENCE = new Inference(2, SentenceLibrary::load);

    private final OfflineProvider offline = new OfflineProvider("offline", time -> {}, INFERENCE);

    @AfterAll
    static void close() {
        INFERENCE.close();
    }

    /** The numbers are those of langchain4j's AllMiniLmL6V2QuantizedEmbeddingModel. */
    @Test
    void makesTheVectorsOfTheModel() {
        var vector = embed(FOX).vectors().getFirst();

        assertThat(vector).hasSize(384);
        assertThat(Arrays.copyOf(vector, 4))
                .usingComparatorWithPrecision(0.01f)
                .containsExactly(0.0456f, 0.0722f, 0.0512f, 0.0799f);
        assertThat(likeness(vector, vector)).isCloseTo(1, Offset.offset(1e-5));
    }

    @Test
    void textsOfLikeMeaningHaveLikeVectors() {
        var vectors = embed(
                        FOX, "A fast auburn fox leaps above a sleepy hound.", "Quarterly revenue fell by two percent.")
                .vectors();

        assertThat(likeness(vectors.get(0), vectors.get(1)))
                .isGreaterThan(0.6)
                .isGreaterThan(likeness(vectors.get(0), vectors.get(2)) + 0.4);
    }

    @Test
    void keepsTheOrderOfManyTexts() {
        var texts = IntStream.range(0, 40).mapToObj(i -> "house number " + i).toArray(String[]::new);

        var together = embed(texts).vectors();

        for (int i = 0; i < texts.length; i += 13) {
            assertThat(together.get(i)).isEqualTo(embed(texts[i]).vectors().getFirst());
        }
    }

    @Test
    void countsTheTokensThatTheModelHasRead() {
        assertThat(embed(FOX).usage().input()).isEqualTo(12);
        assertThat(embed(FOX, FOX).usage().input()).isEqualTo(24);
        assertThat(embed("word ".repeat(5_000)).usage().input()).isEqualTo(256);
        assertThat(embed(FOX).usage().estimated()).isFalse();
    }

    @Test
    void refusesWhatTheModelCanNotDo() {
        assertRefused(new EmbeddingRequest(null, List.of(new Input.Text("a")), 128), "dimensions 128");
        assertRefused(new EmbeddingRequest(null, List.of(new Input.Tokens(List.of(1))), null), "send texts");
        assertThat(offline.embed("all-minilm-l6-v2", new EmbeddingRequest(null, List.of(new Input.Text("a")), 384))
                        .vectors())
                .hasSize(1);
    }

    @Test
    void saysWhichModelMakesVectors() {
        var request = new EmbeddingRequest(null, List.of(new Input.Text("a")), null);

        assertThatThrownBy(() -> offline.embed("echo", request))
                .isInstanceOfSatisfying(
                        ApiException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.MODEL_NOT_FOUND))
                .hasMessageContaining("offline/all-minilm-l6-v2");
        assertThat(offline.models()).contains("all-minilm-l6-v2");
    }

    private void assertRefused(EmbeddingRequest request, String words) {
        assertThatThrownBy(() -> offline.embed("all-minilm-l6-v2", request))
                .isInstanceOfSatisfying(
                        ApiException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.PROVIDER_REFUSED_REQUEST))
                .hasMessageContaining(words);
    }

    private Embeddings embed(String... texts) {
        var inputs = Arrays.stream(texts).<Input>map(Input.Text::new).toList();
        return offline.embed("all-minilm-l6-v2", new EmbeddingRequest(null, inputs, null));
    }

    private static double likeness(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] * other[i])
                .sum();
    }
}
