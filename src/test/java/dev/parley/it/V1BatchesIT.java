package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java client speaks to {@code /v1/files} and {@code /v1/batches} and finds what it expects. */
class V1BatchesIT extends Fixture {

    private final OpenAIClient client = OpenAIOkHttpClient.builder()
            .baseUrl(Server.BASE.resolve("v1").toString())
            .apiKey(Server.KEY)
            .maxRetries(0)
            .build();

    private static String line(String id, String model) {
        return "{\"custom_id\":\"" + id
                + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"" + model
                + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}}";
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
        return client.batches()
                .create(BatchCreateParams.builder()
                        .inputFileId(file)
                        .endpoint(BatchCreateParams.Endpoint.V1_CHAT_COMPLETIONS)
                        .completionWindow(BatchCreateParams.CompletionWindow._24H)
                        .build());
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
        await().atMost(Duration.ofSeconds(10))
                .until(() -> client.batches().retrieve(id).status().equals(Batch.Status.COMPLETED));

        var batch = client.batches().retrieve(id).validate();
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
