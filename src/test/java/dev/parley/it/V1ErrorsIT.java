package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong under /v1 is said in OpenAI's shape, and no provider hears of it. */
class V1ErrorsIT extends Fixture {

    private static final String CHAT = "v1/chat/completions";
    private static final String USER = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    @AfterEach
    void noProviderHeardOfIt() {
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "n | 'n':1000",
                "temperature | 'temperature':3",
                "stream_options | 'stream_options':{'include_usage':true}",
                "top_logprobs | 'top_logprobs':3",
                "max_completion_tokens | 'max_tokens':1,'max_completion_tokens':2",
                "response_format.json_schema.schema | 'response_format':{'type':'json_schema','json_schema':{'name':'x','schema':{'type':'objekt'}}}",
                "tools[0].function.name | 'tools':[{'type':'function','function':{'name':'get weather'}}]",
            })
    void namesTheParameter(String param, String fields) {
        for (var stream : new String[] {"", ",\"stream\":false"}) {
            var answer = Server.post(
                    CHAT, "{\"model\":\"openai/answer\"," + USER + "," + fields.replace('\'', '"') + stream + "}");
            assertError(answer, 400, "invalid_request_error", "invalid_request");
            assertThat(answer.json().at("/error/param").asText()).isEqualTo(param);
        }
    }

    @Test
    void namesAMessage() {
        var answer = Server.post(
                CHAT,
                "{\"model\":\"openai/answer\",\"messages\":[{\"role\":\"tool\",\"content\":\"x\",\"tool_call_id\":\"c\"}]}");

        assertError(answer, 400, "invalid_request_error", "invalid_request");
        assertThat(answer.json().at("/error/param").asText()).isEqualTo("messages[0].tool_call_id");
    }

    @Test
    void anImageThatIsTooLargeForItsPlaceAndForTheBody() {
        assertThat(image(12 << 20).json().at("/error/param").asText())
                .isEqualTo("messages[0].content[0].image_url.url");
        assertError(image(30 << 20), 413, "invalid_request_error", "payload_too_large");
    }

    @Test
    void whatIsNotJsonOrTooMuch() {
        assertError(Server.post(CHAT, "{\"model\":"), 400, "invalid_request_error", "invalid_json");
        assertError(Server.post(CHAT, ""), 400, "invalid_request_error", "invalid_json");
        assertError(Server.post(CHAT, "null"), 400, "invalid_request_error", "invalid_request");
    }

    @Test
    void whatJaxRsRefuses() {
        assertError(Server.get("v1/nothing"), 404, "invalid_request_error", "not_found");
        assertError(Server.get(CHAT), 405, "invalid_request_error", "method_not_allowed");
        assertError(
                Server.post(CHAT, "x", "Content-Type", "text/plain"),
                415,
                "invalid_request_error",
                "unsupported_media_type");
        assertError(
                Server.send(Server.request("v1/models", "Accept", "image/png").GET()),
                406,
                "invalid_request_error",
                "not_acceptable");
    }

    @Test
    void whatTheContainerItselfRefuses() {
        // Liberty lets no encoded slash in a path
        var answer = Server.get("v1/models/offline%2Fecho");
        assertError(answer, 400, "invalid_request_error", "bad_request");
    }

    @Test
    void aModelThatIsNot() {
        var answer = Server.get("v1/models/offline/nothing-like-it");
        assertError(answer, 404, "invalid_request_error", "model_not_found");
    }

    @Test
    void theNativeApiKeepsItsOwnShape() {
        assertThat(Server.get("nothing").header("content-type")).isEqualTo("application/problem+json");
        assertThat(Server.send(Server.request("chat").method("PUT", HttpRequest.BodyPublishers.noBody()))
                        .header("content-type"))
                .isEqualTo("application/problem+json");
    }

    private static Server.Answer image(int characters) {
        return Server.post(
                CHAT,
                "{\"model\":\"openai/answer\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64," + "A".repeat(characters * 4 / 3) + "\"}}]}]}");
    }

    private static void assertError(Server.Answer answer, int status, String type, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/json");
        var error = answer.json().path("error");
        assertThat(error.path("type").asText()).isEqualTo(type);
        assertThat(error.path("code").asText()).isEqualTo(code);
        assertThat(error.path("message").asText()).isNotBlank();
        assertThat(error.has("param")).isTrue();
    }
}
