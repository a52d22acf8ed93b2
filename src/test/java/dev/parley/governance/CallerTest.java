package dev.parley.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {

    @Test
    void mayAskForEverythingWhenNothingIsNamed() {
        assertThat(with().mayAsk(null, List.of("openai/a"))).isTrue();
    }

    @Test
    void mayAskForWhatIsNamedAndWhatAPatternCovers() {
        var caller = with("openai/gpt", "offline/*");

        assertThat(caller.mayAsk("openai/gpt", List.of("openai/gpt"))).isTrue();
        assertThat(caller.mayAsk("gpt", List.of("openai/gpt"))).isTrue();
        assertThat(caller.mayAsk("offline/echo", List.of("offline/echo"))).isTrue();
        assertThat(caller.mayAsk("openai/gpt-4", List.of("openai/gpt-4"))).isFalse();
        assertThat(caller.mayAsk(null, List.of("anthropic/a"))).isFalse();
    }

    @Test
    void anAliasIsAllowedByItsNameOrByAllItsModels() {
        var candidates = List.of("openai/a", "anthropic/b");

        assertThat(with("fast").mayAsk("fast", candidates)).isTrue();
        assertThat(with("openai/*", "anthropic/b").mayAsk("fast", candidates)).isTrue();
        assertThat(with("openai/*").mayAsk("fast", candidates)).isFalse();
    }

    @Test
    void whatIsStoredBelongsToTheTeam() {
        var team = new Team("red", Rates.UNLIMITED, BudgetLimits.UNLIMITED);
        var member = new Caller("key_1", "x", team, Set.of(), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);

        assertThat(member.owner()).isEqualTo("team:red");
        assertThat(with().owner()).isEqualTo("key_1");
        assertThat(member.isAdmin()).isFalse();
    }

    private static Caller with(String... models) {
        return new Caller(
                "key_1", "x", null, Set.of(Caller.USER), List.of(models), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
    }
}
