package dev.parley.governance.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.governance.Claim;
import dev.parley.llm.Usage;
import dev.parley.platform.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PricesTest {

    private static final Usage THOUSAND_OF_EACH = Usage.reported(1_000, 1_000);

    private static Prices prices(String... pairs) {
        var values = new java.util.HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return PricesOfTest.of(Settings.of(values));
    }

    private static Claim claim(Integer output, String... models) {
        return new Claim("run_1", "req_1", "chat", List.of(models), 1_000, output);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "openai/gpt-4o-mini",
                "azure/gpt-4o-mini",
                "openai/gpt-4o-mini-2024-07-18",
                "openai/gpt-4o-mini-latest"
            })
    void aModelIsKnownByItsNameWhoeverServesItAndWhateverItsVersion(String model) {
        assertThat(prices().cost(model, THOUSAND_OF_EACH)).isEqualTo(150 + 600);
    }

    @Test
    void cachedInputHasItsOwnPrice() {
        assertThat(prices().cost("openai/gpt-4o-mini", new Usage(1_000, 0, 400, 0, false)))
                .isEqualTo(90 + 30);
    }

    @Test
    void whatIsLessThanAMicroDollarCostsOne() {
        assertThat(prices().cost("openai/gpt-5-nano", Usage.reported(1, 0))).isEqualTo(1);
    }

    @Test
    void theOfflineProviderIsFreeAndAnUnknownModelIsNot() {
        assertThat(prices().cost("offline/echo", THOUSAND_OF_EACH)).isZero();
        assertThat(prices().cost("openai/llama3.2", THOUSAND_OF_EACH)).isNull();
        assertThat(prices("parley.prices.unknown", "free").cost("openai/llama3.2", THOUSAND_OF_EACH))
                .isZero();
    }

    @Test
    void configurationGoesBeforeWhatIsShipped() {
        var prices = prices(
                "parley.prices", "mine,house",
                "parley.prices.mine.model", "openai/gpt-4o-mini",
                "parley.prices.mine.input", "1000000",
                "parley.prices.mine.output", "2000000",
                "parley.prices.house.model", "ollama/*",
                "parley.prices.house.input", "0",
                "parley.prices.house.output", "0");

        assertThat(prices.cost("openai/gpt-4o-mini", THOUSAND_OF_EACH)).isEqualTo(3_000);
        assertThat(prices.cost("ollama/llama3.2", THOUSAND_OF_EACH)).isZero();
    }

    @Test
    void theWorstCaseIsThatOfTheDearestWhoMayAnswer() {
        var quote = prices().quote(claim(1_000, "openai/gpt-4o-mini", "openai/gpt-4o"));

        assertThat(quote).isEqualTo(new Quote(2_500L + 10_000L, 1_000));
    }

    @Test
    void anAnswerOfUnknownLengthIsAsLongAsTheSettingAndTheModelAllow() {
        assertThat(prices().quote(claim(null, "openai/gpt-4o")).maxOutput()).isEqualTo(4_096);
        assertThat(prices("parley.budget.default-output", "100000")
                        .quote(claim(null, "openai/gpt-4o"))
                        .maxOutput())
                .isEqualTo(16_384);
    }

    @Test
    void oneModelWithoutAPriceLeavesTheWholeCallWithoutOne() {
        assertThat(prices().quote(claim(10, "openai/gpt-4o", "openai/llama3.2")).worstCase())
                .isNull();
    }

    @Test
    void theMarginIsForTokenizersThatCountMore() {
        var quote = prices("parley.budget.input-margin", "20").quote(claim(0, "openai/gpt-4o"));

        assertThat(quote.worstCase()).isEqualTo(3_000);
    }

    @Test
    void theDearestPriceAndTheLongestAnswerDoNotOverflow() {
        var most = new Price(Price.DEAREST, Price.DEAREST, Price.DEAREST, null);

        assertThat(most.of(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isEqualTo(3L * Integer.MAX_VALUE * 1_000);
    }

    @Test
    void aPriceThatIsHalfSetStopsTheStart() {
        assertThatThrownBy(() -> prices("parley.prices", "mine", "parley.prices.mine.model", "x/y"))
                .hasMessageContaining("parley.prices.mine.input");
        assertThatThrownBy(() -> prices(
                        "parley.prices", "mine", "parley.prices.mine.model", "x/y", "parley.prices.mine.input", "-1"))
                .hasMessageContaining("parley.prices.mine.input");
        assertThatThrownBy(() -> PricesOfTest.of(Settings.of(Map.of("parley.prices.unknown", "maybe"))))
                .hasMessageContaining("refuse or free");
    }
}
