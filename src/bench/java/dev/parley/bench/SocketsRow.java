package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/** What an open WebSocket costs while its client asks for nothing. */
final class SocketsRow {
    /** Opened and closed before, because the first ones cost the classes and the compiled code that they need. */
    private static final int FIRST = 2_000;

    private static final Duration OPENING_LIMIT = Duration.ofSeconds(30);

    private final Subject subject;
    private final int count;
    private final Report report;

    SocketsRow(Subject subject, int count, Report report) {
        this.subject = subject;
        this.count = count;
        this.report = report;
    }

    void measure() throws IOException, InterruptedException {
        if (!ProcStats.mayOpen(count, "sockets", report)) {
            return;
        }
        IdleSockets.open(subject.server().target(), FIRST, OPENING_LIMIT).close();
        long pid = subject.server().pid();
        ServerMemory.keepHeapTight(pid);
        var before = ServerMemory.afterCollection(pid);
        int threadsBefore = ProcStats.threads(pid);
        long began = System.nanoTime();
        try (var idle = IdleSockets.open(subject.server().target(), count, OPENING_LIMIT)) {
            double seconds = (System.nanoTime() - began) / 1e9;
            var during = ServerMemory.afterCollection(pid);
            idle.listen(1);
            report(idle, before, during, ProcStats.threads(pid) - threadsBefore, seconds);
        }
    }

    private void report(IdleSockets idle, ServerMemory before, ServerMemory during, int threads, double seconds) {
        int lost = count - idle.open();
        report.failed(lost, lost + " idle sockets are not open; the server said '" + idle.closing() + "'");
        report.row(
                "memory per open idle socket, KB resident",
                String.format(Locale.ROOT, "**%.1f**", perSocket(before.resident(), during.resident())),
                "%d → %d MB".formatted(before.resident() / 1024, during.resident() / 1024),
                lost,
                String.format(
                        Locale.ROOT,
                        "%d opened in %.1f s; after a full GC that gives memory back, on both sides; live heap %.1f KB "
                                + "per socket, %+d threads in all",
                        count,
                        seconds,
                        perSocket(before.heap(), during.heap()),
                        threads));
    }

    private double perSocket(long before, long during) {
        return (double) (during - before) / count;
    }
}
