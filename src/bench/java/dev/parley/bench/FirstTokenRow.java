package dev.parley.bench;

import java.io.IOException;
import java.util.Locale;

/** What the server adds to the time to the first token. */
final class FirstTokenRow {
    private static final Script SCRIPT = Script.paced(20, 5);

    private FirstTokenRow() {}

    static void measure(Subject subject, int concurrency, int streams, Report report) throws IOException {
        long cpuBefore = ProcStats.cpuMicros(subject.server().pid());
        long began = System.nanoTime();
        var exchanges = subject.streams(SCRIPT, concurrency, streams);
        double micros = (System.nanoTime() - began) / 1e3;
        double cores = (ProcStats.cpuMicros(subject.server().pid()) - cpuBefore) / micros;
        var added =
                Sample.of(exchanges.stream().filter(stream -> !stream.failed()).toList(), StreamExchange::addedMillis);
        report.row(
                "time to first token added, ms, " + concurrency + " at once",
                String.format(Locale.ROOT, "p50 **%.2f**, p99 **%.2f**", added.median(), added.percentile(99)),
                added.range("%.2f"),
                report.failures(exchanges),
                String.format(
                        Locale.ROOT,
                        "%d streams of 20 tokens 5 ms apart, the upstream's own time subtracted; server on %.2f cores",
                        exchanges.size(),
                        cores));
    }
}
