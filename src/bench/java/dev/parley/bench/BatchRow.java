package dev.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * How fast a durable batch is against an upstream that takes 50 ms, 100 items at once, and what memory a batch of many lines takes over that of the idle
 * server.
 */
final class BatchRow {
    private static final Script UPSTREAM = Script.paced(1, 50);
    private static final int AT_ONCE = 100;
    private static final double IDEAL = AT_ONCE * 1_000.0 / 50;
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 20;
    private static final Pattern ID = Pattern.compile("\"id\":\"(batch_\\w+)\"");

    private final Subject subject;
    private final int items;
    private final int lines;
    private final Report report;
    private final HttpClient client = HttpClient.newHttpClient();
    private long peak;

    /**
     * @param items of the batch whose rate is measured
     * @param lines of the batch whose memory is measured
     */
    BatchRow(Subject subject, int items, int lines, Report report) {
        this.subject = subject;
        this.items = items;
        this.lines = lines;
        this.report = report;
    }

    void measure() throws IOException, InterruptedException {
        run(items); // warm
        double seconds = run(items);
        double rate = items / seconds;
        report.row(
                "items per second of a durable batch",
                "**%.0f**".formatted(rate),
                "-",
                0,
                "%d items, upstream of 50 ms, %d at once: %.0f %% of the %.0f that are possible"
                        .formatted(items, AT_ONCE, 100 * rate / IDEAL, IDEAL));
        memory("as much heap as the JVM takes by itself, a quarter of the machine's memory at most");
    }

    /** The memory alone, of a server whose heap has a limit: so collections that are put off count for nothing. */
    void measureWithin(int megabytes) throws IOException, InterruptedException {
        run(items); // warm
        memory("the heap limited to %d MB".formatted(megabytes));
    }

    private void memory(String heap) throws IOException, InterruptedException {
        long pid = subject.server().pid();
        ServerMemory.keepHeapTight(pid);
        var idle = ServerMemory.afterCollection(pid);
        peak = 0;
        double seconds = run(lines);
        report.row(
                "memory over idle during a batch, MB",
                "**%.0f**".formatted((peak - idle.resident()) / 1_024.0),
                "-",
                0,
                "%d lines of JSONL from the upload to the end, %.0f s, resident memory at its highest; %s"
                        .formatted(lines, seconds, heap));
    }

    /** The seconds from the batch's acceptance to its end. */
    private double run(int count) throws IOException, InterruptedException {
        var file = Files.createTempFile("parley-bench-", ".jsonl");
        try {
            write(file, count);
            var accepted = client.send(
                    request("batches")
                            .header("Content-Type", "application/jsonl")
                            .POST(HttpRequest.BodyPublishers.ofFile(file))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            var id = ID.matcher(accepted.body());
            if (accepted.statusCode() != 202 || !id.find()) {
                throw new IOException("no batch: " + accepted.statusCode() + " " + accepted.body());
            }
            return awaitEnd(id.group(1));
        } finally {
            Files.delete(file);
        }
    }

    private static void write(Path file, int count) throws IOException {
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int i = 0; i < count; i++) {
                out.write(
                        "{\"id\":\"row-%d\",\"prompt\":\"Say something about number %d, please.\",\"model\":\"openai/%s\",\"max_tokens\":100}\n"
                                .formatted(i, i, UPSTREAM.model()));
            }
        }
    }

    private double awaitEnd(String id) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < LIMIT.toNanos()) {
            peak = Math.max(peak, ProcStats.residentKilobytes(subject.server().pid()));
            var state = client.send(request("batches/" + id).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            if (state.contains("\"state\":\"completed\"")) {
                return (System.nanoTime() - begun) / 1e9;
            }
            if (state.contains("\"state\":\"failed\"")) {
                throw new IOException("the batch failed: " + state);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IOException("the batch was not done within " + LIMIT);
    }

    private HttpRequest.Builder request(String path) {
        var target = subject.server().target();
        var builder = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + target.address().getPort() + "/" + path));
        var line = target.authorization().strip();
        return line.isEmpty()
                ? builder
                : builder.header(
                        "Authorization", line.substring(line.indexOf(':') + 1).strip());
    }
}
