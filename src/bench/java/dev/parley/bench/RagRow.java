package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Retrieval: how fast documents are made searchable, with vectors that come at once, and how fast passages are found among them, with the
 * questions' vectors known; what the index takes on disk and in memory, and how a start with it differs.
 */
final class RagRow {
    private static final int DOCUMENTS = 100;
    private static final int WORDS_OF_A_PASSAGE = 50;
    private static final int VOCABULARY = 20_000;
    private static final int QUESTIONS = 200;
    private static final int WORDS_OF_A_QUESTION = 6;
    private static final int AT_ONCE = 4;

    private final ReadyRow.Starter starter;
    private final Path data;
    private final int passages;
    private final int searches;
    private final Report report;

    /** @param data where the server has its data; it is emptied first */
    RagRow(ReadyRow.Starter starter, Path data, Plan plan, Report report) {
        this.starter = starter;
        this.data = data;
        this.passages = plan.passages();
        this.searches = plan.requestsPerRound();
        this.report = report;
    }

    void measure() throws IOException, InterruptedException {
        empty();
        try (var server = starter.start();
                var rag = new RagServer(server.target())) {
            long before = ServerMemory.afterCollection(server.pid()).resident();
            ingest(server, rag);
            search(rag);
            memory(server, before);
        }
        try (var again = starter.start()) {
            report.row(
                    "cold start to ready with the index, ms",
                    String.format(Locale.ROOT, "**%.0f**", again.millisToReady()),
                    "",
                    0,
                    "once");
        }
    }

    private void ingest(ServerProcess server, RagServer rag) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long cpu = ProcStats.cpuMicros(server.pid());
        for (int i = 0; i < DOCUMENTS; i++) {
            rag.send("doc" + i, text(i, passages / DOCUMENTS));
        }
        while (!rag.isDone()) {
            Thread.sleep(200);
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        double cores = (ProcStats.cpuMicros(server.pid()) - cpu) / 1e6 / seconds;
        long made = rag.passages();
        report.row(
                "documents made searchable, passages/s",
                String.format(Locale.ROOT, "**%.0f**", made / seconds),
                "",
                0,
                String.format(
                        Locale.ROOT,
                        "%d documents, %d passages of about 150 tokens in %.0f s, vectors of 384 numbers from the scripted upstream;"
                                + " server on %.2f cores",
                        DOCUMENTS,
                        made,
                        seconds,
                        cores));
    }

    private void search(RagServer rag) throws IOException, InterruptedException {
        search(rag, 1, searches + QUESTIONS); // to get warm
        report("hybrid search without the embedding, ms", "one after the other", search(rag, 1, searches));
        report(
                "hybrid search without the embedding, ms, " + AT_ONCE + " at once",
                AT_ONCE + " at once",
                search(rag, AT_ONCE, searches));
    }

    private void report(String name, String how, Sample sample) {
        report.row(
                name,
                String.format(Locale.ROOT, "p50 **%.2f**, p99 **%.2f**", sample.median(), sample.percentile(99)),
                sample.range("%.2f"),
                0,
                searches + " searches, " + how + ", " + QUESTIONS + " questions of " + WORDS_OF_A_QUESTION
                        + " words whose vectors are cached; HTTP included");
    }

    /** Milliseconds of so many searches, so many of them at once. */
    private static Sample search(RagServer rag, int atOnce, int searches) throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(atOnce)) {
            var asked = IntStream.range(0, searches)
                    .mapToObj(i -> threads.submit(() -> rag.search(question(i % QUESTIONS))))
                    .toList();
            List<Double> millis = new ArrayList<>();
            for (var each : asked) {
                millis.add(each.get());
            }
            return Sample.of(millis);
        } catch (ExecutionException failed) {
            throw new IOException("a search went wrong", failed.getCause());
        }
    }

    private void memory(ServerProcess server, long before) throws IOException, InterruptedException {
        long after = ServerMemory.afterCollection(server.pid()).resident();
        report.row(
                "index on disk, MB",
                String.format(Locale.ROOT, "**%.0f**", size() / 1e6),
                "",
                0,
                String.format(
                        Locale.ROOT,
                        "memory resident %d MB before, %d MB with it, its mapped files included",
                        before / 1024,
                        after / 1024));
    }

    /** Paragraphs of one passage each; rare words are rare, as in any language. */
    private static String text(int document, int passages) {
        var random = new SplittableRandom(document);
        return IntStream.range(0, passages)
                .mapToObj(i -> "# Part " + i + "\\n\\n" + words(random, WORDS_OF_A_PASSAGE))
                .collect(Collectors.joining(".\\n\\n"));
    }

    private static String question(int number) {
        return words(new SplittableRandom(1_000_000L + number), WORDS_OF_A_QUESTION);
    }

    private static String words(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "w" + Integer.toString((int) Math.pow(VOCABULARY, random.nextDouble()), 36) + "x")
                .collect(Collectors.joining(" "));
    }

    private long size() throws IOException {
        try (var files = Files.walk(data.resolve("rag"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private void empty() throws IOException {
        if (!Files.exists(data)) {
            return;
        }
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
