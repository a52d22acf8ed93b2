package dev.parley.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;

class ConstraintFaultTest {

    private static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    record Turn(
            @NotBlank @Size(max = 5) String content,

            @JsonProperty("tool_calls") @Size(min = 1, max = 2) List<String> toolCalls) {}

    record Talk(
            @NotNull @Size(min = 1) List<@NotNull @Valid Turn> messages,
            @JsonProperty("max_tokens") @Min(1) @Max(16_384) Integer maxTokens,

            @DecimalMin("0") @DecimalMax(value = "2", inclusive = false) Double temperature,

            @Valid Map<String, Turn> named,

            @Pattern(regexp = "a+", message = "must be made of a") String odd) {

        static Talk of(Turn... turns) {
            return new Talk(Arrays.asList(turns), null, null, null, null);
        }
    }

    static class Resource {
        public void post(
                @Valid @NotNull Talk body,
                @QueryParam("limit") @Max(10) int most,
                @HeaderParam("Request-Timeout-Ms") @Min(1) Long time) {}
    }

    /** What a container puts in front of a resource: the same method without its annotations. */
    static class Proxied extends Resource {
        @Override
        public void post(Talk body, int most, Long time) {
            super.post(body, most, time);
        }
    }

    @Test
    void namesFieldsAsTheCallerWroteThem() {
        var body = new Talk(List.of(new Turn("ok", null), new Turn("", null)), 0, null, null, null);

        assertThat(errors(body, 1, null))
                .containsExactly(
                        new FieldError("max_tokens", "must be at least 1 and is 0"),
                        new FieldError("messages[1].content", "must not be blank"));
    }

    @Test
    void namesTheLimitAndTheLengthButNeverTheText() {
        var errors = errors(Talk.of(new Turn("zyzzyva", List.of("a", "b", "c"))), 1, null);

        assertThat(errors)
                .containsExactly(
                        new FieldError("messages[0].content", "must have at most 5 characters and has 7"),
                        new FieldError("messages[0].tool_calls", "must have 1 to 2 elements and has 3"));
    }

    @Test
    void namesBothEndsOfARange() {
        assertThat(errors(new Talk(List.of(new Turn("ok", null)), 16_385, 2.0, null, "b"), 1, null))
                .containsExactly(
                        new FieldError("max_tokens", "must be at most 16384 and is 16385"),
                        new FieldError("odd", "must be made of a"),
                        new FieldError("temperature", "must be less than 2 and is 2.0"));
        assertThat(errors(new Talk(List.of(new Turn("ok", null)), null, -0.5, null, null), 1, null))
                .containsExactly(new FieldError("temperature", "must be at least 0 and is -0.5"));
    }

    @Test
    void tellsTheAbsentFromTheEmpty() {
        assertThat(errors(new Talk(null, null, null, null, null), 1, null))
                .containsExactly(new FieldError("messages", "is required"));
        assertThat(errors(new Talk(List.of(), null, null, null, null), 1, null))
                .containsExactly(new FieldError("messages", "must have at least 1 elements and has 0"));
        assertThat(errors(Talk.of(new Turn(null, null), null), 1, null))
                .containsExactly(
                        new FieldError("messages[0].content", "is required"),
                        new FieldError("messages[1]", "is required"));
    }

    @Test
    void findsItsWayThroughMaps() {
        var body = new Talk(List.of(new Turn("ok", null)), null, null, Map.of("it", new Turn("", List.of())), null);

        assertThat(errors(body, 1, null))
                .containsExactly(
                        new FieldError("named.it.content", "must not be blank"),
                        new FieldError("named.it.tool_calls", "must have 1 to 2 elements and has 0"));
    }

    @Test
    void namesParametersAsTheyAreSent() {
        assertThat(errors(Talk.of(new Turn("ok", null)), 11, 0L))
                .containsExactly(
                        new FieldError("Request-Timeout-Ms", "must be at least 1 and is 0"),
                        new FieldError("limit", "must be at most 10 and is 11"));
    }

    @Test
    void tellsAllInOneSentence() {
        var fault = fault(new Talk(List.of(new Turn("ok", null)), 0, 3.0, null, null), 1, null);

        assertThat(fault.detail())
                .isEqualTo("max_tokens must be at least 1 and is 0; temperature must be less than 2 and is 3.0.");
    }

    private static List<FieldError> errors(Object... arguments) {
        return fault(arguments).fields();
    }

    private static ApiException fault(Object... arguments) {
        Method post = Arrays.stream(Proxied.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("post"))
                .findFirst()
                .orElseThrow();
        var violations = VALIDATOR.forExecutables().validateParameters(new Proxied(), post, arguments);
        return Faults.of(new ConstraintViolationException(violations));
    }
}
