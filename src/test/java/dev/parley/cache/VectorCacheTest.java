package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VectorCacheTest {

    private static final Input HI = new Input.Text("hi");
    private static final float[] VECTOR = {1, 2.5f};

    private final FakeTicker ticker = new FakeTicker();
    private final VectorCache vectors = cache(Map.of());

    @Test
    void aVectorBelongsToItsOwnerModelLengthAndText() {
        vectors.keep("key_1", "m", null, HI, VECTOR);

        assertThat(find("key_1", "m", null, new Input.Text("hi"))).isEqualTo(VECTOR);
        assertThat(find("key_2", "m", null, HI)).isNull();
        assertThat(find("key_1", "n", null, HI)).isNull();
        assertThat(find("key_1", "m", 2, HI)).isNull();
        assertThat(find("key_1", "m", null, new Input.Text("ho"))).isNull();
        assertThat(find("key_1", "m", null, new Input.Tokens(List.of(1)))).isNull();
    }

    @Test
    void whereAnswersAreSharedVectorsAreToo() {
        var shared = cache(Map.of("parley.cache.scope", "shared"));
        shared.keep("key_1", "m", null, HI, VECTOR);

        assertThat(shared.find("key_2", "m", null, HI, CachePolicy.UNSAID)).isEqualTo(VECTOR);
    }

    @Test
    void isForgottenAfterAnHourOrWhenTheCallerWantsAYoungerOne() {
        vectors.keep("key_1", "m", null, HI, VECTOR);

        ticker.pass(Duration.ofMinutes(59));
        assertThat(find("key_1", "m", null, HI)).isNotNull();
        assertThat(vectors.find("key_1", "m", null, HI, CachePolicy.of("max-age=60")))
                .isNull();

        ticker.pass(Duration.ofMinutes(1));
        assertThat(find("key_1", "m", null, HI)).isNull();
    }

    @Test
    void noMoreBytesAreKeptThanAreAllowed() {
        var small = cache(Map.of("parley.cache.vectors-max-bytes", "50000"));
        var inputs = IntStream.range(0, 100)
                .mapToObj(i -> new Input.Text("text " + i))
                .toList();

        inputs.forEach(input -> small.keep("key_1", "m", null, input, new float[1_000]));

        assertThat(inputs.stream().filter(input -> small.find("key_1", "m", null, input, CachePolicy.UNSAID) != null))
                .hasSizeBetween(1, 11);
    }

    @Test
    void equalRequestsOfOneKeyFlyTogether() {
        var flight = vectors.flight("key_1", "m", null, List.of(HI));

        assertThat(vectors.flight("key_1", "m", null, List.of(HI))).isEqualTo(flight);
        assertThat(vectors.flight("key_2", "m", null, List.of(HI))).isNotEqualTo(flight);
        assertThat(vectors.flight("key_1", "m", null, List.of(HI, HI))).isNotEqualTo(flight);
    }

    private float[] find(String owner, String model, Integer dimensions, Input input) {
        return vectors.find(owner, model, dimensions, input, CachePolicy.UNSAID);
    }

    private VectorCache cache(Map<String, String> settings) {
        var cache = new VectorCache();
        cache.configure(Settings.of(settings), ticker);
        return cache;
    }
}
