package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandReaderTest {

    @Test
    void aCreateIsTheBodyOfARequestAndWhatIsSaidAboutItsWay() {
        var create = (Command.Create) read("""
                {"type": "response.create", "stream_id": "a.b:c-1", "busy": "interrupt", "event_id": "e1",
                 "stream": true, "model": "m", "input": "hi", "store": false}""");

        assertThat(create.lane()).isEqualTo("a.b:c-1");
        assertThat(create.busy()).isEqualTo(Command.Busy.INTERRUPT);
        assertThat(create.body().toString()).isEqualTo("{\"model\":\"m\",\"input\":\"hi\",\"store\":false}");
    }

    @Test
    void aCreateWaitsOnTheLaneWithoutANameWhereNothingElseIsSaid() {
        assertThat(read("{\"type\":\"response.create\",\"stream_id\":null,\"busy\":null}"))
                .isEqualTo(read("{\"type\":\"response.create\"}"))
                .matches(command -> command.lane() == null)
                .matches(command -> ((Command.Create) command).busy() == Command.Busy.QUEUE);
    }

    @Test
    void aCancelMayNameItsResponse() {
        assertThat(read("{\"type\":\"response.cancel\",\"stream_id\":\"a\",\"response_id\":\"resp_1\"}"))
                .isEqualTo(new Command.Cancel("a", "resp_1"));
        assertThat(read("{\"type\":\"response.cancel\"}")).isEqualTo(new Command.Cancel(null, null));
    }

    @Test
    void aSteerCarriesInputOfAnyKind() {
        var steer = (Command.Steer) read("{\"type\":\"response.steer\",\"input\":[{\"role\":\"user\"}]}");

        assertThat(steer.input().toString()).isEqualTo("[{\"role\":\"user\"}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            {}                                                      | type
            {"type":null}                                           | type
            {"type":7}                                              | type
            {"type":"response.sing"}                                | type
            {"type":"response.create","stream_id":7}                | stream_id
            {"type":"response.create","stream_id":""}               | stream_id
            {"type":"response.create","stream_id":"a b"}            | stream_id
            {"type":"response.create","stream_id":"a\\"b"}          | stream_id
            {"type":"response.create","busy":"never"}               | busy
            {"type":"response.create","busy":"QUEUE"}               | busy
            {"type":"response.create","busy":true}                  | busy
            {"type":"response.cancel","stream_id":{}}               | stream_id
            {"type":"response.cancel","response_id":7}              | response_id
            {"type":"response.steer","previous_response_id":7,"input":"hi"} | previous_response_id
            {"type":"response.steer"}                               | input
            {"type":"response.steer","input":null}                  | input
            """)
    void namesTheMemberThatIsWrong(String frame, String member) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(frame))
                .matches(refused -> refused.code() == ErrorCode.INVALID_REQUEST)
                .satisfies(refused -> assertThat(refused.fields())
                        .extracting(FieldError::field)
                        .containsExactly(member));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "7", "null", "\"response.create\"", ""})
    void refusesWhatIsNoObject(String frame) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> CommandReader.parse(frame))
                .matches(refused -> refused.code() == ErrorCode.INVALID_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{}{", "{\"a\":1,}", "x", "{\"a\":1,\"a\":2}"})
    void refusesWhatIsNoJson(String frame) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> CommandReader.parse(frame))
                .matches(refused -> refused.code() == ErrorCode.INVALID_JSON);
    }

    @Test
    void aFailureGoesToTheLaneThatWasNamedIfThatIsOne() {
        assertThat(CommandReader.lane(CommandReader.parse("{\"stream_id\":\"a\",\"type\":7}")))
                .isEqualTo("a");
        assertThat(CommandReader.lane(CommandReader.parse("{\"stream_id\":\"a b\"}")))
                .isNull();
        assertThat(CommandReader.lane(CommandReader.parse("{\"stream_id\":7}"))).isNull();
    }

    private static Command read(String frame) {
        return CommandReader.read(CommandReader.parse(frame));
    }
}
