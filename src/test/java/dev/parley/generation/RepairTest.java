package dev.parley.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.llm.Delta;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.ToolCallDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.ResponseFormat;
import dev.parley.llm.Role;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import dev.parley.provider.FakeProvider;
import dev.parley.provider.House;
import dev.parley.provider.ModelStream;
import dev.parley.schema.AnswerSchema;
import dev.parley.schema.Schemas;
import dev.parley.token.TokenCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepairTest {

    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"age\":{\"minimum\":0}},\"required\":[\"age\"]}";
    private static final Prompt ASKED = House.HELLO.with(new ResponseFormat.JsonSchema("person", SCHEMA, true));
    private static final End STOP = new End(FinishReason.STOP);

    private final FakeProvider provider = new FakeProvider("fake");
    private final AnswerSchema schema = new Schemas().compile("response_format", SCHEMA);
    private final List<Prompt> prompts = new ArrayList<>();
    private int violations;

    @Test
    void anAnswerThatFulfilsItsSchemaPassesAsItCame() {
        provider.answers(new TextDelta("{\"age\""), new TextDelta(":1}"), used(3, 2), STOP);

        assertThat(deltas(repaired(1)))
                .containsExactly(new TextDelta("{\"age\""), new TextDelta(":1}"), used(3, 2), STOP);
        assertThat(provider.openStreams()).isZero();
        assertThat(violations).isZero();
    }

    @Test
    void oneThatDoesNotIsRepairedAndBothCallsCount() {
        provider.answers(new TextDelta("{\"age\":-1}"), used(3, 2), STOP)
                .answers(new TextDelta("{\"age\":1}"), used(30, 4), STOP);

        assertThat(deltas(repaired(1))).containsExactly(new TextDelta("{\"age\":1}"), used(33, 6), STOP);
        assertThat(violations).isEqualTo(1);
        assertThat(provider.openStreams()).isZero();
    }

    @Test
    void theModelIsShownItsAnswerAndWhatIsWrong() {
        provider.answers(new TextDelta("{\"age\":-1}"), STOP).answers(new TextDelta("{\"age\":1}"), STOP);

        deltas(repaired(1));

        var shown = prompts.getLast().messages();
        assertThat(shown).hasSize(3).element(1).isEqualTo(Message.of(Role.ASSISTANT, "{\"age\":-1}"));
        assertThat(shown.getLast().text())
                .contains("/age must have a minimum value of 0")
                .contains(SCHEMA);
    }

    @Test
    void usageThatIsNotReportedIsCounted() {
        provider.answers(new TextDelta("nonsense"), STOP).answers(new TextDelta("{\"age\":1}"), used(30, 4), STOP);

        var usage = (UsageDelta) deltas(repaired(1)).get(1);

        assertThat(usage.usage().estimated()).isTrue();
        assertThat(usage.usage().input()).isGreaterThan(30);
    }

    @Test
    void whatCannotBeRepairedFailsWithItsViolationsAndItsCost() {
        provider.answers(new TextDelta("one"), used(3, 2), STOP).answers(new TextDelta("{}"), used(30, 4), STOP);
        var answer = repaired(1);

        assertThat(answer.next()).isEqualTo(used(33, 6));
        assertViolation(answer, "");
        assertThat(provider.calls()).isEqualTo(2);
        assertThat(violations).isEqualTo(2);
    }

    @Test
    void nothingIsRepairedWhereThatIsTurnedOff() {
        provider.answers(new TextDelta("{\"age\":-1}"), used(3, 2), STOP);
        var answer = repaired(0);

        assertThat(answer.next()).isEqualTo(used(3, 2));
        assertViolation(answer, "/age");
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void anAnswerThatWasCutIsNotAskedForAgain() {
        provider.answers(new TextDelta("{\"age\":"), used(3, 2), new End(FinishReason.LENGTH));
        var answer = repaired(3);

        answer.next();
        assertViolation(answer, "");
        assertThat(provider.calls()).isEqualTo(1);
    }

    @Test
    void aModelThatCallsToolsHasNotAnsweredYet() {
        provider.answers(new ToolCallDelta(0, "c", "f", "{}"), new End(FinishReason.TOOL_CALLS));

        assertThat(deltas(repaired(1))).hasSize(2);
    }

    @Test
    void aRepairThatFailsKeepsTheCostOfTheFirstCall() {
        provider.answers(new TextDelta("{}"), used(3, 2), STOP).refuses(ErrorCode.PROVIDER_REFUSED_REQUEST);
        var answer = repaired(1);

        assertThat(answer.next()).isEqualTo(used(3, 2));
        assertThatThrownBy(answer::next)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_REFUSED_REQUEST));
    }

    @Test
    void aStreamPassesOnAndGetsItsVerdictAtTheEnd() {
        provider.answers(new TextDelta("{\"age\":"), new TextDelta("-1}"), used(3, 2), STOP);

        try (var stream = new VerdictStream(open(ASKED), schema, () -> violations++)) {
            assertThat(stream.next()).isEqualTo(new TextDelta("{\"age\":"));
            assertThat(stream.next()).isEqualTo(new TextDelta("-1}"));
            assertThat(stream.next()).isEqualTo(used(3, 2));
            assertViolation(stream, "/age");
        }
        assertThat(violations).isEqualTo(1);
        assertThat(provider.openStreams()).isZero();
    }

    private ModelStream repaired(int repairs) {
        return new Repair(schema, repairs, TokenCounter.o200k(), this::open, () -> violations++).answer(ASKED);
    }

    private ModelStream open(Prompt prompt) {
        prompts.add(prompt);
        return House.call(provider, Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM), new Watch());
    }

    private static List<Delta> deltas(ModelStream answer) {
        var deltas = new ArrayList<Delta>();
        do {
            deltas.add(answer.next());
        } while (!(deltas.getLast() instanceof End));
        return deltas;
    }

    private static void assertViolation(ModelStream answer, String field) {
        assertThatThrownBy(answer::next).isInstanceOfSatisfying(ApiException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.SCHEMA_VIOLATION);
            assertThat(failure.fields()).extracting(FieldError::field).containsExactly(field);
        });
    }

    private static UsageDelta used(int input, int output) {
        return new UsageDelta(Usage.reported(input, output));
    }
}
