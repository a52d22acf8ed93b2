package dev.parley.bench;

import dev.parley.bench.Options.RowName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** The run from start to end: servers up, warm, measured, down, and the table printed. */
final class Bench {
    private static final Duration LIMIT = Duration.ofMinutes(45);
    /** Megabytes; twice what lives in the heap of a server that has nothing to do. */
    private static final int SMALL_HEAP = 288;

    private static final Duration LIMIT_WITH_BASELINE = Duration.ofMinutes(60);

    private final Options options;
    private final Plan plan;
    private final Report report;
    private final UpstreamProcess upstream;

    private Bench(Options options, Report report, UpstreamProcess upstream) {
        this.options = options;
        this.plan = options.quick() ? Plan.quick() : Plan.full();
        this.report = report;
        this.upstream = upstream;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        var options = Options.fromSystemProperties();
        var report = new Report();
        Path result = options.work().resolve("result.md");
        TimeLimit.set(options.baseline().isPresent() ? LIMIT_WITH_BASELINE : LIMIT, report, result);
        try (var upstream = UpstreamProcess.start()) {
            new Bench(options, report, upstream).run();
        } catch (IOException | RuntimeException e) {
            report.remark("The run broke off, the rest was not measured: " + e.getMessage());
            throw e;
        } finally {
            report.publish(result);
        }
        System.exit(report.clean() ? 0 : 1);
    }

    private void run() throws IOException, InterruptedException {
        if (options.quick()) {
            report.remark("A quick run, for work on the benchmark itself: its numbers mean little.");
        }
        var underLoad = EnumSet.copyOf(options.rows());
        underLoad.removeAll(EnumSet.of(RowName.BATCH, RowName.SOCKETS, RowName.READY, RowName.RAG, RowName.VECTORS));
        if (!underLoad.isEmpty()) {
            underLoad();
        } else if (options.rows().equals(EnumSet.of(RowName.READY))) {
            start(options.wlp(), "server").close(); // the first start of an installation is not counted
        }
        if (options.rows().contains(RowName.BATCH)) {
            batches();
        }
        if (options.rows().contains(RowName.SOCKETS)) {
            idleSockets();
        }
        if (options.rows().contains(RowName.RAG)) {
            new RagRow(
                            () -> start(options.wlp(), "rag-server"),
                            options.work().resolve("rag-server/parley/data"),
                            plan,
                            report)
                    .measure();
        }
        if (options.rows().contains(RowName.VECTORS)) {
            VectorsRow.measure(() -> start(options.wlp(), "vectors-server"), plan.requestsPerRound(), report);
        }
        if (options.rows().contains(RowName.READY)) {
            ReadyRow.measure(() -> start(options.wlp(), "server"), plan.starts(), report);
        }
    }

    /** On servers of their own: what other load has left in the heap would hide what a batch needs. */
    private void batches() throws IOException, InterruptedException {
        try (var fresh = new Subject("", start(options.wlp(), "batch-server"))) {
            new BatchRow(fresh, plan.batchItems(), plan.batchLines(), report).measure();
        }
        try (var small = new Subject(
                "",
                ServerProcess.startWithin(
                        SMALL_HEAP, options.wlp(), options.work().resolve("small-server"), upstream.baseUrl()))) {
            new BatchRow(small, plan.batchItems(), plan.batchLines(), report).measureWithin(SMALL_HEAP);
        }
    }

    /** On a server of their own: buffers that other connections have left in its pools would hide what sockets need. */
    private void idleSockets() throws IOException, InterruptedException {
        try (var fresh = new Subject("", start(options.wlp(), "sockets-server"))) {
            new SocketsRow(fresh, plan.idleSockets(), report).measure();
        }
    }

    private void underLoad() throws IOException, InterruptedException {
        if (options.baseline().isEmpty()) {
            try (var ours = new Subject("", start(options.wlp(), "server"))) {
                measure(List.of(ours));
            }
            return;
        }
        String revision = options.baseline().get();
        Path wlp = new Baseline(options).build(revision);
        try (var ours = new Subject("", start(options.wlp(), "server"));
                var baseline = new Subject(", baseline " + revision, start(wlp, "baseline-server"))) {
            measure(List.of(ours, baseline));
        }
    }

    private void measure(List<Subject> subjects) throws IOException, InterruptedException {
        Subject ours = subjects.getFirst();
        for (Subject subject : subjects) {
            System.out.println("warming up" + subject.name());
            subject.warmUp(plan, report);
        }
        if (options.rows().contains(RowName.TOKENS)) {
            for (var door : Door.values()) {
                new TokenRow(door, plan.streamsPerRound()).measure(subjects, plan.rounds(), report);
            }
        }
        if (options.rows().contains(RowName.JSON)) {
            new JsonRow(plan.requestsPerRound()).measure(subjects, plan.rounds(), report);
        }
        if (options.rows().contains(RowName.LATENCY)) {
            LatencyRow.measure(subjects, plan.requestsPerRound(), report);
        }
        if (options.rows().contains(RowName.TTFT)) {
            FirstTokenRow.measure(ours, 20, plan.firstTokens(), report);
            FirstTokenRow.measure(ours, 100, plan.firstTokens(), report);
        }
        if (options.rows().contains(RowName.FRAMES)) {
            ours.warmUpSockets(plan, report);
            new FrameRow(plan.streamsPerRound())
                    .measureBeside(new TokenRow(Door.RESPONSES, plan.streamsPerRound()), ours, plan.rounds(), report);
        }
        if (options.rows().contains(RowName.LOOP)) {
            LoopRow.measure(ours, plan.loops(), report);
        }
        if (options.rows().contains(RowName.IDLE)) {
            new IdleRow(ours, upstream, plan.idleStreams(), report).measure();
        }
        if (options.rows().contains(RowName.INTAKE)) {
            IntakeRow.measure(ours, plan.deliveries(), report);
        }
    }

    private ServerProcess start(Path wlp, String name) throws IOException, InterruptedException {
        return ServerProcess.start(wlp, options.work().resolve(name), upstream.baseUrl());
    }
}
