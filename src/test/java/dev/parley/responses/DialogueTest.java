package dev.parley.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Models;
import dev.parley.generation.Requester;
import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.llm.Delta;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.ToolSpec;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.FakeProvider;
import dev.parley.run.Run;
import dev.parley.run.ScriptedRuns;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DialogueTest {

    private static final End STOP = new End(FinishReason.STOP);

    private final Room room = new Room();
    private final Model model = new Model();
    private final Dialogue dialogue = dialogue();

    @Test
    void goesOnFromTheNewestResponseAlthoughItIsNotStored() {
        var first = answered("I am Ann.", null, "Hi Ann.");
        var second = answered("I like tea.", first, "Noted.");
        answered("Who am I?", second, "Ann.");

        assertThat(model.prompt.messages())
                .containsExactly(
                        Message.of(Role.USER, "I am Ann."),
                        Message.of(Role.ASSISTANT, "Hi Ann."),
                        Message.of(Role.USER, "I like tea."),
                        Message.of(Role.ASSISTANT, "Noted."),
                        Message.of(Role.USER, "Who am I?"));
        assertThat(room.table.rows).isEmpty();
    }

    @Test
    void asksNoDatabaseForTheNewestResponse() {
        var first = answered("one", null, "two");
        room.table.down = true;

        answered("three", first, "four");

        assertThat(model.prompt.messages()).hasSize(3);
    }

    @Test
    void onlyTheNewestIsRemembered() {
        var first = answered("one", null, "1");
        answered("two", first, "2");

        forgot(first);
    }

    @Test
    void whatIsRememberedIsOfOneDialogue() {
        var first = answered("one", null, "1");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> dialogue().begin(body("two", first), by()))
                .matches(refused -> refused.code() == ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND);
    }

    @Test
    void aFailureTakesAlongWhatItWentOnFrom() {
        var first = answered("one", null, "1");

        dialogue.begin(body("two", first), by());
        model.ends(new FakeProvider("fake").refuses(ErrorCode.PROVIDER_ERROR));

        forgot(first);
    }

    @Test
    void aRefusalTakesAlongWhatItWentOnFrom() {
        var first = answered("one", null, "1");
        model.refusal = new ApiException(ErrorCode.RATE_LIMITED, "scripted");
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> dialogue.begin(body("two", first), by()));
        model.refusal = null;

        forgot(first);
    }

    @Test
    void aFailureElsewhereForgetsNothing() {
        var first = answered("one", null, "1");

        dialogue.begin(body("something else", null), by());
        model.ends(new FakeProvider("fake").refuses(ErrorCode.PROVIDER_ERROR));

        answered("two", first, "2");
    }

    @Test
    void whatItWentOnFromOutlivesItsCancellation() {
        var first = answered("one", null, "1");
        var cancelled = dialogue.begin(body("two", first), by());
        cancelled.cancel();
        model.ends(new FakeProvider("fake").answers(new TextDelta("never"), STOP));

        answered("three", first, "3");

        assertThat(model.prompt.messages())
                .containsExactly(
                        Message.of(Role.USER, "one"), Message.of(Role.ASSISTANT, "1"), Message.of(Role.USER, "three"));
    }

    @Test
    void aPreloadCarriesToolsAndInstructionsOnce() {
        var ready = dialogue.begin((ObjectNode) Room.json("""
                {"generate": false, "input": "the beginning", "instructions": "Be brief.", "store": false,
                 "tools": [{"type": "function", "name": "weather", "parameters": {"type": "object"}}]}"""), by());
        assertThat(model.generated).isZero();

        var next = answered("the end", ready.id(), "done");
        assertThat(model.prompt.messages())
                .containsExactly(
                        Message.of(Role.SYSTEM, "Be brief."),
                        Message.of(Role.USER, "the beginning"),
                        Message.of(Role.USER, "the end"));
        assertThat(model.prompt.tools()).extracting(ToolSpec::name).containsExactly("weather");

        answered("and now?", next, "nothing");
        assertThat(model.prompt.messages()).doesNotContain(Message.of(Role.SYSTEM, "Be brief."));
        assertThat(model.prompt.tools()).isEmpty();
    }

    @Test
    void whatATurnSaysItselfStandsInPlaceOfThePreload() {
        var ready = dialogue.begin((ObjectNode) Room.json("""
                {"generate": false, "input": "hi", "instructions": "Be brief.", "store": false}"""), by());
        var body = body("go", ready.id());
        body.put("instructions", "Be long.");

        dialogue.begin(body, by());

        assertThat(model.prompt.messages().getFirst()).isEqualTo(Message.of(Role.SYSTEM, "Be long."));
    }

    @Test
    void refusesWhatHasNoSenseOnAConnection() {
        refuses("{\"input\": \"hi\", \"background\": true}", "background");
        refuses("{\"input\": \"hi\", \"generate\": 1}", "generate");
        assertThat(model.generated).isZero();
    }

    private void refuses(String body, String param) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> dialogue.begin((ObjectNode) Room.json(body), by()))
                .matches(refused -> refused.code() == ErrorCode.INVALID_REQUEST)
                .matches(refused -> refused.fields().getFirst().field().equals(param));
    }

    private void forgot(String responseId) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> dialogue.begin(body("again", responseId), by()))
                .matches(refused -> refused.code() == ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND);
    }

    /** Has a turn answered and tells its id. */
    private String answered(String input, String previous, String answer) {
        var turn = dialogue.begin(body(input, previous), by());
        model.ends(new FakeProvider("fake").answers(new TextDelta(answer), STOP));
        return turn.id();
    }

    private static ObjectNode body(String input, String previous) {
        var body = (ObjectNode) Room.json("{\"store\": false}");
        return body.put("input", input).put("previous_response_id", previous);
    }

    private static Requester by() {
        var me = new Caller(
                Room.ME, Room.ME, null, Set.of(Caller.USER), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
        return new Requester(RequestContext.background("req_1", null, "/v1/responses"), me);
    }

    private Dialogue dialogue() {
        var turns = new Turns();
        turns.generation = model;
        turns.models = new Models() {
            @Override
            public String qualifiedName(String model) {
                return "openai/" + model;
            }
        };
        turns.exchanges = room.exchanges;
        turns.archive = room.archive;
        turns.live = new LiveResponses();
        return new Dialogue(turns);
    }

    /** Begins runs, and ends them as a test says. */
    private static final class Model extends Generation {

        Prompt prompt;
        int generated;
        ApiException refusal;
        private FakeProvider provider;
        private Run run;

        @Override
        public Run start(GenerationRequest request) {
            if (refusal != null) {
                throw refusal;
            }
            generated++;
            prompt = request.prompt();
            provider = null;
            run = ScriptedRuns.of("run_1", () -> provider);
            return run;
        }

        @Override
        public Run give(GenerationRequest request, String model, List<Delta> words) {
            return Room.run(STOP);
        }

        void ends(FakeProvider script) {
            provider = script;
            run.run();
        }
    }
}
