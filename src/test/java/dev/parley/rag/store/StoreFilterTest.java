package dev.parley.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.rag.Mode;
import dev.parley.rag.index.Scope.Condition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreFilterTest {

    @Test
    void noFilterIsNoCondition() {
        assertThat(StoreFilter.read(null, "filters")).isEmpty();
        assertThat(StoreFilter.read(json("null"), "filters")).isEmpty();
    }

    @Test
    void readsComparisonsAndCombinations() {
        var read = StoreFilter.read(json("""
                {"type": "or", "filters": [
                  {"type": "eq", "key": "team", "value": "red"},
                  {"type": "and", "filters": [
                    {"type": "gte", "key": "year", "value": 2020}, {"type": "lt", "key": "year", "value": 2025}]},
                  {"type": "nin", "key": "kind", "value": ["draft", 3]}]}"""), "filters");

        assertThat(read)
                .containsExactly(new Condition.All(List.of(new Condition.Any(List.of(
                        new Condition.OneOf("team", List.of("red")),
                        new Condition.All(List.of(
                                new Condition.Between("year", 2020.0, true, null, false),
                                new Condition.Between("year", null, false, 2025.0, false))),
                        new Condition.Not(new Condition.OneOf("kind", List.of("draft", 3.0))))))));
    }

    @Test
    void noFieldNeedsToBeThere() {
        var read = StoreFilter.read(json("{\"type\": \"eq\", \"key\": \"nowhere\", \"value\": true}"), "filters");

        assertThat(read).extracting(Condition::field).containsExactly((String) null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | filters",
                "{'type': 'like', 'key': 'a', 'value': 1} | filters.type",
                "{'type': 'eq', 'value': 1} | filters.key",
                "{'type': 'eq', 'key': '', 'value': 1} | filters.key",
                "{'type': 'eq', 'key': 'a'} | filters.value",
                "{'type': 'eq', 'key': 'a', 'value': [1]} | filters.value",
                "{'type': 'gt', 'key': 'a', 'value': 'b'} | filters.value",
                "{'type': 'in', 'key': 'a', 'value': []} | filters.value",
                "{'type': 'in', 'key': 'a', 'value': [1, {}]} | filters.value[1]",
                "{'type': 'and', 'filters': []} | filters.filters",
                "{'type': 'or', 'filters': [{'type': 'eq', 'key': 'a', 'value': 1}, 7]} | filters.filters[1]"
            })
    void namesThePlaceOfWhatIsWrong(String filter, String place) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> StoreFilter.read(json(filter.replace('\'', '"')), "filters"))
                .satisfies(refused ->
                        assertThat(refused.fields().getFirst().field()).isEqualTo(place));
    }

    @Test
    void depthAndNumberAreBounded() {
        var leaf = "{\"type\": \"eq\", \"key\": \"a\", \"value\": 1}";
        var deep = leaf;
        for (int i = 0; i < 8; i++) {
            deep = "{\"type\": \"and\", \"filters\": [" + deep + "]}";
        }
        var tooDeep = json(deep);
        var tooMany = json("{\"type\": \"or\", \"filters\": [" + (leaf + ",").repeat(99) + leaf + "]}");

        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> StoreFilter.read(tooDeep, "filters"));
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> StoreFilter.read(tooMany, "filters"));
    }

    @Test
    void rankingOptionsChooseHowToLookAndHowNear() {
        assertThat(StoreRanking.read(null, "r")).isEqualTo(new StoreRanking(Mode.HYBRID, 0));
        assertThat(ranking("{\"ranker\": \"auto\", \"score_threshold\": 0.4}"))
                .isEqualTo(new StoreRanking(Mode.HYBRID, 0.4));
        assertThat(ranking("{\"hybrid_search\": {\"embedding_weight\": 0, \"text_weight\": 1}}")
                        .mode())
                .isEqualTo(Mode.KEYWORD);
        assertThat(ranking("{\"hybrid_search\": {\"embedding_weight\": 2, \"text_weight\": 0}}")
                        .mode())
                .isEqualTo(Mode.VECTOR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | r",
                "{'ranker': 'mine'} | r.ranker",
                "{'score_threshold': 1.1} | r.score_threshold",
                "{'score_threshold': 'high'} | r.score_threshold",
                "{'hybrid_search': {'embedding_weight': 1, 'text_weight': 2}} | r.hybrid_search",
                "{'hybrid_search': {'embedding_weight': 0, 'text_weight': 0}} | r.hybrid_search",
                "{'hybrid_search': {}} | r.hybrid_search"
            })
    void refusesRankingOptionsThatItCannotServe(String options, String place) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ranking(options.replace('\'', '"')))
                .satisfies(refused ->
                        assertThat(refused.fields().getFirst().field()).isEqualTo(place));
    }

    private static StoreRanking ranking(String options) {
        return StoreRanking.read(json(options), "r");
    }

    private static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }
}
