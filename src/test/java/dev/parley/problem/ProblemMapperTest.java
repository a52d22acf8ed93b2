package dev.parley.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemMapperTest {

    private final ProblemMapper mapper = new ProblemMapper();

    @Test
    void answersWithAProblem() throws JsonProcessingException {
        var failure = new ApiException(
                ErrorCode.INVALID_REQUEST, "Two words.", List.of(new FieldError("a[0].b", "is required")));

        var response = mapper.toResponse(failure);

        assertThat(response.getStatus()).isEqualTo(422);
        assertThat(response.getMediaType()).hasToString("application/problem+json");
        var problem = ((Problem) response.getEntity()).at("/chat", "req_1");
        assertThat(new ObjectMapper().writeValueAsString(problem))
                .isEqualTo(
                        "{\"type\":\"urn:parley:problem:invalid_request\",\"title\":\"The request breaks a constraint\","
                                + "\"status\":422,\"detail\":\"Two words.\",\"instance\":\"/chat\",\"code\":\"invalid_request\","
                                + "\"retryable\":false,\"request_id\":\"req_1\","
                                + "\"errors\":[{\"field\":\"a[0].b\",\"message\":\"is required\"}]}");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1000, 1", "1001, 2", "7000, 7"})
    void roundsTheTimeToWaitUp(long millis, String seconds) {
        var response = mapper.toResponse(
                new ApiException(ErrorCode.PROVIDER_RATE_LIMITED, "Wait.", Duration.ofMillis(millis)));

        assertThat(response.getHeaderString("Retry-After")).isEqualTo(seconds);
    }

    @Test
    void alwaysAdvisesToWaitWhereClientsNeedIt() {
        assertThat(retryAfter(ErrorCode.DRAINING)).isEqualTo("1");
        assertThat(retryAfter(ErrorCode.PROVIDER_RATE_LIMITED)).isEqualTo("1");
        assertThat(retryAfter(ErrorCode.PROVIDER_ERROR)).isNull();
        assertThat(retryAfter(ErrorCode.INVALID_JSON)).isNull();
    }

    private String retryAfter(ErrorCode code) {
        return mapper.toResponse(new ApiException(code, "Wait.")).getHeaderString("Retry-After");
    }

    @Test
    void keepsTheMethodsThatAreAllowed() {
        var response = mapper.toResponse(new NotAllowedException("POST", new String[] {"OPTIONS"}));

        assertThat(response.getStatus()).isEqualTo(405);
        assertThat(response.getHeaderString("Allow")).contains("POST").contains("OPTIONS");
    }

    @Test
    void leavesWhatIsNoFailureAsItIs() {
        var redirect = new RedirectionException(Response.Status.SEE_OTHER, URI.create("/there"));

        assertThat(mapper.toResponse(redirect)).isSameAs(redirect.getResponse());
    }
}
