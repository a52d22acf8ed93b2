package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.batches.Batch;
import com.openai.models.batches.BatchCreateParams;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileObject;
import com.openai.models.files.FilePurpose;
import dev.parley.responses.OpenResponses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** OpenAI's own Java client speaks to {@code /v1/files} and {@code /v1/batches} and finds what it expects. */
class V1BatchesIT extends Fixture {

    private static final String CHAT = "/v1/chat/completions";
    private static final String RESPONSES = "/v1/responses";
    private static final String EMBEDDINGS = "/v1/embeddings";

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(Server.BASE.resolve("v1").toString())
            .apiKey(Server.KEY)
            .maxRetries(0)
            .build();

    private static String line(String id, String model) {
        return line(id, CHAT, "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    private static String line(String id, String url, String body) {
        return "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"" + url + "\",\"body\":" + body + "}";
    }

    private FileObject upload(String content) {
        return client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.BATCH)
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))
                                .filename("input.jsonl")
                                .build())
                        .build());
    }

    private Batch create(String file) {
        return create(file, CHAT);
    }

    private Batch create(String file, String endpoint) {
        return client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file)
                        .endpoint(BatchCreateParams.Endpoint.of(endpoint))
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build());
    }

    private Batch ended(String id) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> client.batches().retrieve(id).status().equals(Batch.Status.COMPLETED));
        return client.batches().retrieve(id).validate();
    }

    /** The lines of a batch's answers, in its order. */
    private List<JsonNode> answers(String endpoint, String... lines) {
        var batch =
                ended(create(upload(String.join("\n", lines)).id(), endpoint).id());
        return content(batch.outputFileId().orElseThrow()).stream()
                .map(line -> new Server.Answer(200, line, null).json())
                .toList();
    }

    private List<String> content(String file) {
        try (var response = client.files().content(file)) {
            return new String(response.body().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    @Test
    void aFileBecomesABatchAndItsResultsFiles() {
        var file = upload(line("a", "openai/answer") + "\n" + line("b", "openai/refused") + "\n");
        assertThat(file.validate().filename()).isEqualTo("input.jsonl");
        assertThat(content(file.id())).hasSize(2);

        var id = create(file.id()).validate().id();
        var batch = ended(id);
        assertThat(batch.requestCounts().orElseThrow().completed()).isEqualTo(1);
        assertThat(batch.requestCounts().orElseThrow().failed()).isEqualTo(1);
        var answer = new Server.Answer(
                        200, content(batch.outputFileId().orElseThrow()).getFirst(), null)
                .json();
        assertThat(answer.path("custom_id").asText()).isEqualTo("a");
        assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
        assertThat(answer.at("/response/body/choices/0/message/content").asText())
                .isEqualTo(HELLO);
        var error = new Server.Answer(
                        200, content(batch.errorFileId().orElseThrow()).getFirst(), null)
                .json();
        assertThat(error.path("custom_id").asText()).isEqualTo("b");
        assertThat(error.at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(client.batches().list().data().getFirst().id()).isEqualTo(id);
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void whatIsWrongWithALineIsToldBeforeAnybodyIsAsked() {
        var file = upload(
                line("a", "openai/answer") + "\n" + line("a", "openai/answer").replace("\"hi\"", "7"));

        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> create(file.id()))
                .withMessageContaining("wrong");
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void responsesAnswerAsTheirEndpointDoes() {
        var answers = answers(
                RESPONSES,
                line("kept", RESPONSES, "{\"model\":\"openai/answer\",\"input\":\"hi\",\"metadata\":{\"row\":\"1\"}}"),
                line("gone", RESPONSES, "{\"model\":\"openai/answer\",\"input\":\"hi\",\"store\":false}"));

        assertThat(answers)
                .extracting(answer -> answer.path("custom_id").asText())
                .containsExactly("kept", "gone");
        assertThat(answers).allSatisfy(answer -> {
            var response = OpenResponses.response(answer.at("/response/body"));
            assertThat(answer.at("/response/status_code").asInt()).isEqualTo(200);
            assertThat(response.path("status").asText()).isEqualTo("completed");
            assertThat(response.at("/output/0/content/0/text").asText()).isEqualTo(HELLO);
        });
        var kept = answers.getFirst().at("/response/body");
        assertThat(Server.get("v1/responses/" + kept.path("id").asText()).json())
                .isEqualTo(kept);
        var gone = answers.getLast().at("/response/body/id").asText();
        assertThat(Server.get("v1/responses/" + gone).status()).isEqualTo(404);
        assertThat(upstreamCalls()).isEqualTo(2);

        var next = line(
                "next",
                RESPONSES,
                Json.object(
                        "model",
                        "openai/answer",
                        "input",
                        "and?",
                        "previous_response_id",
                        kept.path("id").asText()));
        assertThat(answers(RESPONSES, next)).hasSize(1);
        assertThat(Server.UPSTREAM.lastRequest().json().path("messages")).hasSize(3);
    }

    @Test
    void embeddingsAnswerAsTheirEndpointDoes() {
        var answers = answers(
                EMBEDDINGS,
                line(
                        "numbers",
                        EMBEDDINGS,
                        "{\"model\":\"openai/vectors\",\"input\":[\"one of a batch\",\"two of a batch\"]}"),
                line(
                        "text",
                        EMBEDDINGS,
                        "{\"model\":\"openai/vectors\",\"input\":\"three of a batch\",\"encoding_format\":\"base64\"}"));

        var numbers = answers.getFirst().at("/response/body");
        assertThat(numbers.path("object").asText()).isEqualTo("list");
        assertThat(numbers.at("/data/1/embedding/0").asDouble()).isEqualTo(1.0);
        assertThat(numbers.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        assertThat(answers.getLast().at("/response/body/data/0/embedding").asText())
                .isEqualTo("AAAAAAAAgD6mm8S6");
        assertThat(answers)
                .allSatisfy(answer ->
                        assertThat(answer.at("/response/request_id").asText()).isNotEmpty());
        assertThat(upstreamCalls()).isEqualTo(2);
    }

    @Test
    void aProvidersRefusalIsTheAnswerOfItsLine() {
        var batch = ended(create(
                        upload(line("bad", EMBEDDINGS, "{\"model\":\"openai/refused\",\"input\":\"x\"}"))
                                .id(),
                        EMBEDDINGS)
                .id());

        var error = new Server.Answer(
                        200, content(batch.errorFileId().orElseThrow()).getFirst(), null)
                .json();
        assertThat(error.at("/response/status_code").asInt()).isEqualTo(400);
        assertThat(error.at("/response/body/error/code").asText()).isEqualTo("provider_refused_request");
        assertThat(error.path("error").isNull()).isTrue();
    }

    @Test
    void aLineMayWantSeveralChoices() {
        var body =
                "{\"model\":\"openai/answer\",\"n\":3,\"seed\":1,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

        var answers = answers(CHAT, line("three", CHAT, body));

        var choices = answers.getFirst().at("/response/body/choices");
        assertThat(choices.findValuesAsText("index")).containsExactly("0", "1", "2");
        assertThat(choices.findValuesAsText("content")).containsOnly(HELLO);
        assertThat(upstreamCalls()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/chat/completions | {'model':'openai/answer','messages':[]}                             | line 1: body.messages",
                "/v1/chat/completions | {'model':'openai/answer','n':9,'messages':[{'role':'user','content':'x'}]} | line 1: body.n",
                "/v1/chat/completions | {'stream':true,'messages':[{'role':'user','content':'x'}]}          | line 1: body.stream",
                "/v1/responses        | {'model':'openai/answer'}                                           | line 1: body.input",
                "/v1/responses        | {'input':'x','temperature':3}                                       | line 1: body.temperature",
                "/v1/responses        | {'input':'x','background':true}                                     | line 1: body.background",
                "/v1/responses        | {'input':'x','stream':true}                                         | line 1: body.stream",
                "/v1/responses        | {'input':'x','previous_response_id':'resp_nobodys'}                 | line 1: body.previous_response_id",
                "/v1/responses        | {'input':'x','tools':[{'type':'parley:tool','name':'calculator'}]}  | line 1: body.tools[0]",
                "/v1/embeddings       | {'input':'x'}                                                       | line 1: body.model",
                "/v1/embeddings       | {'model':'openai/vectors','input':['x','']}                         | line 1: body.input[1]",
                "/v1/embeddings       | {'model':'nobody-has/this','input':'x'}                             | line 1",
                "/v1/embeddings       | []                                                                  | line 1: body",
            })
    void aBodyIsCheckedAsItsEndpointDoes(String endpoint, String body, String param) {
        var file = upload(line("a", endpoint, body.replace('\'', '"')));

        var refused = Server.post(
                "v1/batches",
                Json.object("input_file_id", file.id(), "endpoint", endpoint, "completion_window", "24h"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().at("/error/param").asText()).isEqualTo(param);
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void otherEndpointsAreRefusedByName() {
        var file = upload(line("a", "/v1/moderations", "{}"));

        var refused = Server.post(
                "v1/batches",
                Json.object("input_file_id", file.id(), "endpoint", "/v1/moderations", "completion_window", "24h"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/error/param").asText()).isEqualTo("endpoint");
        assertThat(refused.json().at("/error/message").asText())
                .contains("/v1/moderations", CHAT, RESPONSES, EMBEDDINGS);
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> create(upload(line("a", "openai/answer")).id(), RESPONSES));
        assertThat(upstreamCalls()).isZero();
    }

    @Test
    void filesAreListedAndRemoved() {
        var file = upload(line("a", "openai/answer"));
        assertThat(client.files().list().data().getFirst().id()).isEqualTo(file.id());

        assertThat(client.files().delete(file.id()).deleted()).isTrue();

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.files().retrieve(file.id()));
    }

    @Test
    void cancels() {
        var id = create(upload(line("a", "openai/long")).id()).id();
        await().until(() -> upstreamCalls() == 1);

        client.batches().cancel(id);

        await().until(() -> client.batches().retrieve(id).status().equals(Batch.Status.CANCELLED));
    }
}
