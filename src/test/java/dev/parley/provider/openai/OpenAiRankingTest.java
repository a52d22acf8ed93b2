package dev.parley.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.UpstreamFailures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiRankingTest {

    private static final RerankRequest REQUEST =
            new RerankRequest("x/judge", "who?", List.of("one", "two \"quoted\"", "three"), 2);

    @Test
    void writesWhatIsAsked() throws IOException {
        var json = new ObjectMapper().readTree(OpenAiRanking.json("judge", REQUEST));

        assertThat(json.path("model").asText()).isEqualTo("judge");
        assertThat(json.path("query").asText()).isEqualTo("who?");
        assertThat(json.path("documents").path(1).asText()).isEqualTo("two \"quoted\"");
        assertThat(json.path("top_n").asInt()).isEqualTo(2);
        assertThat(json).hasSize(4);
    }

    @Test
    void asksForNoMoreThanThereIs() throws IOException {
        var json = new ObjectMapper()
                .readTree(OpenAiRanking.json("judge", new RerankRequest(null, "q", List.of("only"), 50)));

        assertThat(json.path("top_n").asInt()).isEqualTo(1);
    }

    @Test
    void putsTheBestFirstWhateverTheOrder() {
        var ranking = read(results("0:0.1", "2:0.9", "1:0.4") + ",\"usage\":{\"total_tokens\":9}");

        assertThat(ranking.places()).containsExactly(new Ranking.Place(2, 0.9), new Ranking.Place(1, 0.4));
        assertThat(ranking.model()).isEqualTo("x/judge");
        assertThat(ranking.usage()).isEqualTo(Usage.reported(9, 0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'usage':{'total_tokens':7,'prompt_tokens':7} | 7",
                "'meta':{'api_version':{'version':'2'},'tokens':{'input_tokens':12,'output_tokens':0}} | 12"
            })
    void findsTheUsageWhereverItIsSaid(String usage, int tokens) {
        assertThat(read(results("0:1") + "," + usage.replace('\'', '"')).usage())
                .isEqualTo(Usage.reported(tokens, 0));
    }

    @Test
    void countsWhereNoUsageIsSaid() {
        var usage = read(results("0:1") + ",\"meta\":{\"billed_units\":{\"search_units\":1}}")
                .usage();

        assertThat(usage.estimated()).isTrue();
        assertThat(usage.input()).isBetween(8, 16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3:1", "-1:1", "0:1 0:1", "0:\"x\"", "0:1e999"})
    void takesNoDocumentThatWasNotAskedAndNoneTwice(String results) {
        assertBroken("{" + results(results.split(" ")) + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"results\":[]}", "{\"results\":{}}", "{\"results\":[{\"index\":0", "no"})
    void whatIsNoRankingIsABrokenAnswer(String body) {
        assertBroken(body);
    }

    private static void assertBroken(String body) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOfSatisfying(
                        ApiException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.PROVIDER_BROKEN_RESPONSE));
    }

    private static String results(String... places) {
        var json = new StringBuilder();
        for (var place : places) {
            int colon = place.indexOf(':');
            json.append(json.isEmpty() ? "\"results\":[" : ",")
                    .append("{\"document\":{\"text\":\"x\"},\"index\":")
                    .append(place, 0, colon)
                    .append(",\"relevance_score\":")
                    .append(place.substring(colon + 1))
                    .append("}");
        }
        return json.append("]").toString();
    }

    private static Ranking read(String fields) {
        return parse("{\"id\":\"r\"," + fields + "}");
    }

    private static Ranking parse(String body) {
        return new OpenAiRanking("x/judge", REQUEST, new UpstreamFailures("x"))
                .read(body.getBytes(StandardCharsets.UTF_8));
    }
}
