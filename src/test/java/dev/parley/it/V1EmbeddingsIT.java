package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embeddings and models. */
class V1EmbeddingsIT extends Fixture {

    private static final String PATH = "v1/embeddings";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"`a text` | 1", "[`a`,`b`] | 2", "[1,2,3] | 1", "[[1,2],[3]] | 2"})
    void turnsEveryKindOfInputIntoVectors(String input, int vectors) {
        var answer = Server.post(
                PATH, "{\"model\":\"openai/vectors\",\"input\":" + input.replace('`', '"') + ",\"dimensions\":3}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("data")).hasSize(vectors);
        assertThat(answer.json().at("/data/0/embedding/1").asDouble()).isEqualTo(0.25);
        assertThat(answer.json().path("model").asText()).isEqualTo("openai/vectors");
        assertThat(answer.json().at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        var asked = Server.UPSTREAM.lastRequest().json();
        assertThat(asked.path("dimensions").asInt()).isEqualTo(3);
    }

    @Test
    void writesVectorsInBase64() {
        var answer = Server.post(PATH, "{\"model\":\"openai/vectors\",\"input\":\"a\",\"encoding_format\":\"base64\"}");

        var bytes =
                Base64.getDecoder().decode(answer.json().at("/data/0/embedding").asText());
        var floats = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        assertThat(floats.remaining()).isEqualTo(3);
        assertThat(floats.get(1)).isEqualTo(0.25f);
        assertThat(floats.get(2)).isEqualTo(-1.5e-3f);
    }

    @Test
    void manyInputsAreAskedForInBatchesAndKeepTheirOrder() {
        var inputs = String.join(",", Collections.nCopies(300, "\"x\""));
        var answer = Server.post(PATH, "{\"model\":\"openai/vectors\",\"input\":[" + inputs + "]}");

        assertThat(answer.json().path("data")).hasSize(300);
        assertThat(answer.json().at("/data/299/index").asInt()).isEqualTo(299);
        assertThat(upstreamCalls()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model | {'input':'a'}",
                "input | {'model':'openai/vectors'}",
                "input | {'model':'openai/vectors','input':[]}",
                "input | {'model':'openai/vectors','input':''}",
                "input | {'model':'openai/vectors','input':{}}",
                "input[1] | {'model':'openai/vectors','input':['a',7]}",
                "input[0] | {'model':'openai/vectors','input':[[-1]]}",
                "dimensions | {'model':'openai/vectors','input':'a','dimensions':0}",
                "encoding_format | {'model':'openai/vectors','input':'a','encoding_format':'hex'}"
            })
    void whatIsWrongIsNamed(String param, String body) {
        var answer = Server.post(PATH, body.replace('\'', '"'));

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().at("/error/param").asText()).isEqualTo(param);
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void aModelThatMakesNoneIsNotFound() {
        var answer = Server.post(PATH, "{\"model\":\"offline/echo\",\"input\":\"a\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/error/code").asText()).isEqualTo("model_not_found");
    }

    @Test
    void aFailureHasItsStatus() {
        var answer = Server.post(PATH, "{\"model\":\"openai/rate-limited-for-long\",\"input\":\"a\"}");

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("retry-after")).isEqualTo("3600");
    }

    @Test
    void listsModelsAndShowsOne() {
        var list = Server.get("v1/models").json();
        assertThat(list.path("object").asText()).isEqualTo("list");
        assertThat(list.path("data").findValuesAsText("id")).contains("steady", "offline/echo");

        var model = Server.get("v1/models/offline/echo").json();
        assertThat(model.path("id").asText()).isEqualTo("offline/echo");
        assertThat(model.path("owned_by").asText()).isEqualTo("offline");
        assertThat(Server.get("v1/models/steady").json().path("owned_by").asText())
                .isEqualTo("parley");
    }
}
