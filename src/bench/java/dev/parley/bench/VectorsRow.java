package dev.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The model in the server: how long a question takes, how many passages a second, and what it takes in memory. */
final class VectorsRow {
    private static final int WORDS_OF_A_QUESTION = 20;
    private static final int WORDS_OF_A_PASSAGE = 105;
    private static final int PASSAGES_OF_A_CALL = 50;
    private static final List<String> WORDS = List.of(
            "harbour",
            "winter",
            "ticket",
            "engine",
            "garden",
            "bread",
            "window",
            "river",
            "late",
            "how",
            "under",
            "because",
            "morning",
            "keeps",
            "the",
            "two",
            "children",
            "price",
            "repair",
            "light");

    private final HttpClient client = HttpClient.newHttpClient();
    private final SplittableRandom random = new SplittableRandom(1);
    private final Target target;

    private VectorsRow(Target target) {
        this.target = target;
    }

    /** @param questions that are timed */
    static void measure(ReadyRow.Starter starter, int questions, Report report)
            throws IOException, InterruptedException {
        try (var server = starter.start()) {
            var row = new VectorsRow(server.target());
            long before = ServerMemory.afterCollection(server.pid()).resident();
            row.embed(List.of(row.words(WORDS_OF_A_QUESTION)));
            row.questions(questions / 5);
            report.row(
                    "memory of the embedding model, MB resident",
                    String.format(
                            Locale.ROOT,
                            "**%d**",
                            (ServerMemory.afterCollection(server.pid()).resident() - before) / 1024),
                    "",
                    0,
                    "before the first text and after some hundred; the code of that path included");
            row.report(row.questions(questions), report);
            row.passages(questions / PASSAGES_OF_A_CALL, server, report);
        }
    }

    private Sample questions(int count) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            var question = List.of(words(WORDS_OF_A_QUESTION));
            long begun = System.nanoTime();
            embed(question);
            millis.add((System.nanoTime() - begun) / 1e6);
        }
        return Sample.of(millis);
    }

    private void report(Sample questions, Report report) {
        report.row(
                "vector of a question of 20 words, ms",
                String.format(Locale.ROOT, "p50 **%.2f**, p99 **%.2f**", questions.median(), questions.percentile(99)),
                questions.range("%.2f"),
                0,
                "one after the other, none of them cached; HTTP included");
    }

    private void passages(int calls, ServerProcess server, Report report) throws IOException, InterruptedException {
        long cpu = ProcStats.cpuMicros(server.pid());
        long begun = System.nanoTime();
        for (int i = 0; i < calls; i++) {
            embed(IntStream.range(0, PASSAGES_OF_A_CALL)
                    .mapToObj(any -> words(WORDS_OF_A_PASSAGE))
                    .toList());
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cores = (ProcStats.cpuMicros(server.pid()) - cpu) / 1e6 / seconds;
        report.row(
                "vectors of passages, passages/s",
                String.format(Locale.ROOT, "**%.0f**", calls * PASSAGES_OF_A_CALL / seconds),
                "",
                0,
                String.format(
                        Locale.ROOT,
                        "%d passages of %d words, %d to a call; server on %.2f cores",
                        calls * PASSAGES_OF_A_CALL,
                        WORDS_OF_A_PASSAGE,
                        PASSAGES_OF_A_CALL,
                        cores));
    }

    private String words(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
                .collect(Collectors.joining(" "));
    }

    private void embed(List<String> texts) throws IOException, InterruptedException {
        var input = texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(","));
        var body = "{\"model\":\"offline/all-minilm-l6-v2\",\"encoding_format\":\"base64\",\"input\":[" + input + "]}";
        var request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + target.address().getPort() + "/v1/embeddings"))
                .header("Content-Type", "application/json");
        var header = target.authorization().strip();
        if (!header.isEmpty()) {
            request.header(
                    "Authorization", header.substring(header.indexOf(':') + 1).strip());
        }
        var answer = client.send(
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("no vectors: " + answer.body());
        }
    }
}
