package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.upstream.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** The driver of the running server: what integration tests know of HTTP is here. */
final class Server {

    static final int PORT = Integer.getInteger("it.http.port");

    /** Where the WAR is deployed; not at the root, so that no path is taken for granted. */
    static final URI BASE = URI.create("http://localhost:" + PORT + "/parley/");

    /** The key of {@code src/test/liberty/server.xml}. Sent with every request, unless the test sends another Authorization. */
    static final String KEY = "the-admin-key-of-the-tests";

    static final String AUTHORIZATION = "Bearer " + KEY;

    /** What the test server's providers reach. One for the whole JVM, on the port that server.xml names. */
    static final ScriptedUpstream UPSTREAM = ScriptedUpstream.start(Integer.getInteger("upstream.port"));

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Server() {}

    /** An answer as text. */
    record Answer(int status, String body, java.net.http.HttpHeaders headers) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException notJson) {
                throw new UncheckedIOException(body, notJson);
            }
        }

        String header(String name) {
            return headers.firstValue(name).orElse(null);
        }
    }

    static Answer post(String path, String body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    static Answer post(String path, byte[] body, String... headers) {
        return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    /** {@code PUT}, {@code PATCH} and other methods with a body. */
    static Answer change(String method, String path, String body, String... headers) {
        return send(request(path, headers).method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    static Answer delete(String path, String... headers) {
        return send(request(path, headers).DELETE());
    }

    static Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    /** {@code POST} whose answer is still under way; cancelling the future closes the connection. */
    static CompletableFuture<HttpResponse<String>> posting(String path, String body, String... headers) {
        return CLIENT.sendAsync(
                request(path, headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** A stream that is read event by event. */
    static EventReader stream(String path, String body, String... headers) {
        return EventReader.open(
                CLIENT,
                request(path, headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    static EventReader events(String path, String... headers) {
        return EventReader.open(CLIENT, request(path, headers).GET().build());
    }

    static Answer send(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    static HttpRequest.Builder request(String path, String... headers) {
        var builder = HttpRequest.newBuilder(BASE.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", AUTHORIZATION);
        for (int i = 0; i < headers.length; i += 2) {
            builder.setHeader(headers[i], headers[i + 1]);
        }
        return builder;
    }
}
