package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The documents of a key of a test's own, whom nobody else's are found by. */
record Library(Key key) {

    private static final String BOUNDARY = "----of-a-test";

    /** Sends a text and waits until it is found. */
    JsonNode hold(String id, String text) {
        return hold(Json.object("id", id, "content", text));
    }

    JsonNode hold(String request) {
        var sent = key.post("rag/documents", request);
        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        return settled(sent.json().path("id").asText());
    }

    /** Waits until a document is ready or has failed. */
    JsonNode settled(String id) {
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> show(id).json().path("status").asText(),
                        status -> status.equals("ready") || status.equals("failed"));
        return show(id).json();
    }

    Server.Answer show(String id) {
        return Server.get("rag/documents/" + id, "Authorization", key.bearer());
    }

    JsonNode search(Object... namesAndValues) {
        var found = key.post("rag/search", Json.object(namesAndValues));
        assertThat(found.status()).as(found.body()).isEqualTo(200);
        return found.json();
    }

    /** Sends a form with a file. */
    Server.Answer upload(String fileName, String type, byte[] file, String... fields) {
        return Server.send(Server.request(
                        "rag/documents",
                        "Authorization",
                        key.bearer(),
                        "Content-Type",
                        "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(fileName, type, file, fields))));
    }

    private static byte[] form(String fileName, String type, byte[] file, String... fields) {
        try (var form = new ByteArrayOutputStream()) {
            for (int i = 0; i < fields.length; i += 2) {
                form.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + fields[i] + "\"\r\n\r\n"
                                + fields[i + 1] + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            form.write(("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                            + "\"\r\nContent-Type: " + type + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            form.write(file);
            form.write(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
            return form.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
