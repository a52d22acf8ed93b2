package dev.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/** What the row of retrieval asks of a server. */
final class RagServer implements AutoCloseable {
    private static final Pattern PASSAGES = Pattern.compile("\"passages\"\\s*:\\s*(\\d+)");
    private static final Pattern FAILED = Pattern.compile("\"status\"\\s*:\\s*\"failed\"");
    private static final Pattern UNDER_WAY = Pattern.compile("\"status\"\\s*:\\s*\"(queued|reading|embedding)\"");

    private final HttpClient client = HttpClient.newHttpClient();
    private final Target target;

    RagServer(Target target) {
        this.target = target;
    }

    void send(String id, String text) throws IOException, InterruptedException {
        var answer = post("documents", "{\"id\":\"" + id + "\",\"content\":\"" + text + "\"}");
        if (answer.statusCode() != 202) {
            throw new IOException("a document was refused: " + answer.body());
        }
    }

    /** Whether all documents are ready; fewer than 200 of them. */
    boolean isDone() throws IOException, InterruptedException {
        var list = get("documents?limit=200").body();
        if (FAILED.matcher(list).find()) {
            throw new IOException("a document failed: " + list.substring(0, Math.min(500, list.length())));
        }
        return !UNDER_WAY.matcher(list).find();
    }

    long passages() throws IOException, InterruptedException {
        var passages = PASSAGES.matcher(get("collections").body());
        return passages.find() ? Long.parseLong(passages.group(1)) : 0;
    }

    /** Milliseconds that a search took, in whole; it must find something by both ways. */
    double search(String question) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        var answer = post("search", "{\"query\":\"" + question + "\",\"top_k\":5}");
        double millis = (System.nanoTime() - begun) / 1e6;
        if (answer.statusCode() != 200
                || !answer.body().contains("\"mode\":\"hybrid\"")
                || !answer.body().contains("passage")) {
            throw new IOException("a search went wrong: " + answer.body());
        }
        return millis;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + target.address().getPort() + "/rag/" + path))
                .header("Content-Type", "application/json");
        var header = target.authorization().strip();
        return header.isEmpty()
                ? request
                : request.header(
                        "Authorization",
                        header.substring(header.indexOf(':') + 1).strip());
    }

    @Override
    public void close() {
        client.close();
    }
}
