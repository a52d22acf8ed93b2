package dev.parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long a start takes, from the spawn to the first 200 of {@code /health/ready}, and what it costs. */
final class ReadyRow {
    /** Starts one server, once the one before has ended. */
    interface Starter {
        ServerProcess start() throws IOException, InterruptedException;
    }

    private record Start(double millis, double cpuSeconds, double residentMegabytes) {}

    private ReadyRow() {}

    static void measure(Starter starter, int starts, Report report) throws IOException, InterruptedException {
        List<Start> measured = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            try (var server = starter.start()) {
                measured.add(new Start(
                        server.millisToReady(),
                        ProcStats.cpuMicros(server.pid()) / 1e6,
                        ProcStats.residentKilobytes(server.pid()) / 1024.0));
            }
        }
        var millis = Sample.of(measured, Start::millis);
        report.row(
                "cold start to ready, ms",
                String.format(Locale.ROOT, "**%.0f**", millis.median()),
                millis.range("%.0f"),
                0,
                String.format(
                        Locale.ROOT,
                        "median of %d; %.1f s of CPU until then; the first start of an installation is not counted",
                        starts,
                        Sample.of(measured, Start::cpuSeconds).median()));
        var resident = Sample.of(measured, Start::residentMegabytes);
        report.row(
                "memory at ready, MB resident",
                String.format(Locale.ROOT, "**%.0f**", resident.median()),
                resident.range("%.0f"),
                0,
                "the same starts");
    }
}
