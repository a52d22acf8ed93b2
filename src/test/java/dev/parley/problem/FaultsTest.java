package dev.parley.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.NoContentException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strange words here are the caller's own and must not come back to it or into a log. */
class FaultsTest {

    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    enum Speaker {
        @JsonProperty("user")
        USER,
        ASSISTANT
    }

    record Turn(Speaker role, String content) {

        Turn {
            if ("forbidden".equals(content)) {
                throw new ApiException(ErrorCode.FORBIDDEN, "Not this.");
            }
        }
    }

    record Talk(
            List<Turn> messages,
            @JsonProperty("max_tokens") Integer maxTokens,
            Double temperature,
            Boolean stream,
            Map<String, Turn> named) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"content\":\"zyzzyva",
                "{\"zyzzyva\":1,\"zyzzyva\":2}",
                "{\"messages\":[{\"content\":\"zyzzyva\",\"content\":\"zyzzyva\"}]}",
                "{\"stream\":zyzzyva}",
                "{} zyzzyva",
                "{} {\"zyzzyva\":1}",
            })
    void tellsWhereABodyIsNoJsonAndShowsNothingOfIt(String json) {
        var fault = fault(json);

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(fault.detail()).contains("line 1, column ").doesNotContain("zyzzyva");
    }

    @Test
    void countsLines() {
        assertThat(fault("{\n  \"stream\": oops\n}").detail()).contains("line 2, column ");
    }

    @Test
    void refusesDepthAsJson() {
        var fault = fault("{\"x\":" + "[".repeat(2_000));

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(fault.detail()).contains("too deeply");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'max_tokens':'zyzzyva'}                | max_tokens          | must be a whole number",
                "{'max_tokens':1.5}                      | max_tokens          | must be a whole number",
                "{'max_tokens':99999999999}              | max_tokens          | must be a whole number",
                "{'temperature':'zyzzyva'}               | temperature         | must be a number",
                "{'stream':'zyzzyva'}                    | stream              | must be true or false",
                "{'messages':'zyzzyva'}                  | messages            | must be an array",
                "{'messages':['zyzzyva']}                | messages[0]         | must be an object",
                "{'messages':[{},{'content':{}}]}        | messages[1].content | must be a string",
                "{'messages':[{'role':'zyzzyva'}]}       | messages[0].role    | must be one of user, assistant",
                "{'named':{'it':{'role':'zyzzyva'}}}     | named.it.role       | must be one of user, assistant",
            })
    void namesTheFieldAndWhatItMustBe(String json, String field, String message) {
        var fault = fault(json.replace('\'', '"'));

        assertThat(fault.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(fault.fields()).containsExactly(new FieldError(field, message));
        assertThat(fault.detail()).isEqualTo("The field " + field + " " + message + ".");
    }

    @Test
    void saysWhatTheWholeBodyMustBe() {
        assertThat(fault("[]").detail()).isEqualTo("The body must be an object.");
    }

    @Test
    void keepsAFailureOfOursThatCameFromInsideARecord() {
        assertThat(fault("{\"messages\":[{\"content\":\"forbidden\"}]}").code()).isEqualTo(ErrorCode.FORBIDDEN);
    }

    @Test
    void knowsAnEmptyBody() {
        assertThat(Faults.of(new NoContentException("")).code()).isEqualTo(ErrorCode.INVALID_JSON);
        assertThat(Faults.of(new BadRequestException(new NoContentException("")))
                        .code())
                .isEqualTo(ErrorCode.INVALID_JSON);
    }

    @Test
    void tellsAWrongPathFromAWrongParameter() {
        assertThat(Faults.of(new NotFoundException()).code()).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(Faults.of(new NotFoundException(new NumberFormatException())).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 413, 415, 500})
    void hasACodeForWhateverTheContainerSays(int status) {
        assertThat(Faults.ofStatus(status).code().status()).isEqualTo(status);
    }

    @Test
    void hidesWhatNobodyForesaw() {
        for (var thrown : List.of(new IllegalStateException("zyzzyva"), new ServiceUnavailableException("zyzzyva"))) {
            var fault = Faults.of(thrown);
            assertThat(fault.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
            assertThat(fault.detail()).doesNotContain("zyzzyva");
        }
    }

    private static ApiException fault(String json) {
        try {
            throw new AssertionError("was read as " + STRICT.readValue(json, Talk.class));
        } catch (JsonProcessingException refused) {
            return Faults.of(refused);
        }
    }
}
