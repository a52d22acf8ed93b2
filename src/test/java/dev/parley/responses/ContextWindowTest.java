package dev.parley.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.llm.Message;
import dev.parley.llm.Role;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextWindowTest {

    private static final String LONG = "word ".repeat(100).strip();
    private static final String CONVERSATION = """
            "instructions": "Be brief.", "input": [
              {"role": "developer", "content": "Never lie."},
              {"role": "user", "content": "%s"},
              {"type": "function_call", "call_id": "a", "name": "f", "arguments": "{}"},
              {"type": "function_call_output", "call_id": "a", "output": "%s"},
              {"role": "assistant", "content": "Done."},
              {"role": "user", "content": "Thanks."},
              {"role": "assistant", "content": "Welcome."},
              {"role": "user", "content": "What now?"}]}""".formatted(LONG, LONG);

    private final Room room = new Room(Map.of("parley.responses.context-tokens", "100"));

    @Test
    void nothingIsDroppedInSilence() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.accept("{" + CONVERSATION))
                .satisfies(refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED);
                    assertThat(refused.fields().getFirst().field()).isEqualTo("input");
                });
    }

    @Test
    void theOldestTurnGoesWhole() {
        var exchange = room.accept("{\"truncation\": \"auto\"," + CONVERSATION);

        assertThat(exchange.prompt().messages())
                .containsExactly(
                        Message.of(Role.SYSTEM, "Be brief."),
                        Message.of(Role.SYSTEM, "Never lie."),
                        Message.of(Role.USER, "Thanks."),
                        Message.of(Role.ASSISTANT, "Welcome."),
                        Message.of(Role.USER, "What now?"));
        assertThat(exchange.conversation()).hasSize(4);
        assertThat(exchange.input()).hasSize(8);
    }

    @Test
    void aQuestionThatDoesNotFitAloneIsRefused() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.accept("{\"truncation\": \"auto\", \"input\": \"" + LONG + "\"}"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONTEXT_LENGTH_EXCEEDED));
    }
}
