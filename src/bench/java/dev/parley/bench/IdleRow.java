package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an open stream costs while nothing comes, and how soon the upstream is let go when the client hangs up. */
final class IdleRow {
    private static final Duration OPENING_LIMIT = Duration.ofSeconds(25);
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(45);

    private final Subject subject;
    private final UpstreamProcess upstream;
    private final int count;
    private final Report report;

    IdleRow(Subject subject, UpstreamProcess upstream, int count, Report report) {
        this.subject = subject;
        this.upstream = upstream;
        this.count = count;
        this.report = report;
    }

    void measure() throws IOException, InterruptedException {
        if (!ProcStats.mayOpen(2L * count, "idle", report)) {
            return;
        }
        long pid = subject.server().pid();
        ServerMemory.keepHeapTight(pid);
        var before = ServerMemory.afterCollection(pid);
        int threadsBefore = ProcStats.threads(pid);
        long began = System.nanoTime();
        try (var idle = IdleStreams.open(subject.server().target(), count, OPENING_LIMIT)) {
            double seconds = (System.nanoTime() - began) / 1e9;
            var during = ServerMemory.afterCollection(pid);
            idle.listen(1);
            int open = upstream.idle().open();
            reportMemory(idle, before, during, ProcStats.threads(pid) - threadsBefore, open, seconds);
            reportClosing(idle.hangUp());
        }
    }

    private void reportMemory(
            IdleStreams idle, ServerMemory before, ServerMemory during, int threads, int open, double seconds) {
        long failed = report.failures(idle.streams());
        report.row(
                "memory per open idle stream, KB resident",
                String.format(Locale.ROOT, "**%.1f**", perStream(before.resident(), during.resident())),
                "%d → %d MB".formatted(before.resident() / 1024, during.resident() / 1024),
                failed,
                String.format(
                        Locale.ROOT,
                        "%d opened in %.1f s, %d open at the upstream; after a full GC that gives memory back, on both "
                                + "sides; live heap %.1f KB per stream, %+d threads in all",
                        count,
                        seconds,
                        open,
                        perStream(before.heap(), during.heap()),
                        threads));
    }

    private double perStream(long before, long during) {
        return (double) (during - before) / count;
    }

    private void reportClosing(Map<Long, Long> hungUp) throws IOException, InterruptedException {
        var closedAt = awaitClosed();
        List<Double> delays = new ArrayList<>();
        hungUp.forEach((stream, at) -> {
            if (closedAt.containsKey(stream)) {
                delays.add((closedAt.get(stream) - at) / 1e6);
            }
        });
        var delay = Sample.of(delays);
        int left = hungUp.size() - delays.size();
        report.failed(left, left + " upstream connections stayed open after their clients had gone");
        report.row(
                "upstream closed after the client hung up, ms",
                String.format(Locale.ROOT, "p50 **%.0f**, max **%.0f**", delay.median(), delay.max()),
                delay.range("%.0f"),
                left,
                "%d of %d idle upstream streams closed within %d s"
                        .formatted(delays.size(), hungUp.size(), CLOSING_LIMIT.toSeconds()));
    }

    private Map<Long, Long> awaitClosed() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + CLOSING_LIMIT.toNanos();
        var seen = upstream.idle();
        while (seen.open() > 0 && System.nanoTime() < deadline) {
            Thread.sleep(200);
            seen = upstream.idle();
        }
        return seen.closedAt();
    }
}
