package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import dev.parley.llm.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LikenessTest {

    private static final Map<String, float[]> VECTORS = Map.of(
            "north", new float[] {0, 2},
            "north-east", new float[] {3, 3},
            "east", new float[] {1, 0},
            "south", new float[] {0, -5},
            "nowhere", new float[] {0, 0});

    @Test
    void ranksByTheAngleAndNotByTheLength() {
        var ranking = rank(10, "south", "east", "north-east", "north");

        assertThat(ranking.places()).extracting(Ranking.Place::index).containsExactly(3, 2, 1, 0);
        assertThat(ranking.places()).extracting(Ranking.Place::relevance).satisfies(relevance -> {
            assertThat(relevance.get(0)).isCloseTo(1, within(1e-9));
            assertThat(relevance.get(1)).isCloseTo(Math.sqrt(0.5), within(1e-9));
            assertThat(relevance.get(2)).isZero();
            assertThat(relevance.get(3)).isCloseTo(-1, within(1e-9));
        });
    }

    @Test
    void answersTheBestOnly() {
        assertThat(rank(1, "east", "north", "south").places())
                .extracting(Ranking.Place::index)
                .containsExactly(1);
    }

    @Test
    void whatIsEquallyGoodKeepsItsOrder() {
        assertThat(rank(9, "nowhere", "east", "nowhere", "east").places())
                .extracting(Ranking.Place::index)
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void costsWhatItsVectorsCost() {
        var ranking = rank(1, "north");

        assertThat(ranking.usage()).isEqualTo(Usage.reported(7, 0));
        assertThat(ranking.model()).isEqualTo("some/vectors");
    }

    private static Ranking rank(int most, String... documents) {
        return Likeness.rank(new RerankRequest(null, "north", List.of(documents), most), texts -> {
            var vectors = texts.inputs().stream()
                    .map(text -> VECTORS.get(((Input.Text) text).text()))
                    .toList();
            return new Embeddings("some/vectors", vectors, Usage.reported(7, 0));
        });
    }
}
