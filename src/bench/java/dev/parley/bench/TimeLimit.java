package dev.parley.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Ends the whole run when it takes too long: what was measured by then is published, and every process is stopped. */
final class TimeLimit {
    private TimeLimit() {}

    static void set(Duration limit, Report report, Path result) {
        Thread.ofPlatform().daemon().name("time limit").start(() -> {
            try {
                Thread.sleep(limit);
                report.remark("The run was stopped after " + limit.toSeconds() + " s; the rest was not measured.");
                report.publish(result);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                System.exit(2);
            }
        });
    }
}
