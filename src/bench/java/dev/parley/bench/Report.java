package dev.parley.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The table, filled as the run goes on, and the first reasons of what failed. */
final class Report {
    private static final int MOST_REASONS = 5;

    private final String loadAtStart = ProcStats.loadAverage();
    private final List<String> lines = new ArrayList<>();
    private final Set<String> reasons = new LinkedHashSet<>();
    private final Set<String> remarks = new LinkedHashSet<>();
    private long errors;

    Report() throws IOException {}

    synchronized void row(String what, String result, String spread, long errors, String detail) {
        String line = "| %s | %s | %s | %s | %s |".formatted(what, result, spread, errors, detail);
        lines.add(line);
        System.out.println(line);
    }

    /** Counts the failures among these and keeps the first reasons. */
    synchronized long failures(Collection<? extends Exchange> exchanges) {
        var failed = exchanges.stream().filter(Exchange::failed).toList();
        failed.stream().map(Exchange::failure).distinct().forEach(this::failure);
        errors += failed.size();
        return failed.size();
    }

    /** A failure that belongs to no exchange. */
    synchronized void failed(long count, String reason) {
        if (count > 0) {
            errors += count;
            failure(reason);
        }
    }

    synchronized void remark(String sentence) {
        remarks.add(sentence);
        System.out.println(sentence);
    }

    private void failure(String reason) {
        if (reasons.size() < MOST_REASONS) {
            reasons.add(reason.length() > 300 ? reason.substring(0, 300) + "…" : reason);
        }
    }

    synchronized boolean clean() {
        return errors == 0;
    }

    synchronized String asMarkdown() throws IOException {
        var text = new StringBuilder("""
                JDK %s (%s), %d processors, load average %s at the start and %s at the end

                | measure | result | min–max | errors | how |
                |---|---|---|---|---|
                """.formatted(
                        Runtime.version(),
                        System.getProperty("java.vendor"),
                        Runtime.getRuntime().availableProcessors(),
                        loadAtStart,
                        ProcStats.loadAverage()));
        lines.forEach(line -> text.append(line).append('\n'));
        remarks.forEach(remark -> text.append("\n- ").append(remark));
        reasons.forEach(reason -> text.append("\n- failed: ").append(reason));
        return text.append('\n').toString();
    }

    /** Prints the table and keeps it in a file. */
    synchronized void publish(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, asMarkdown());
        System.out.println("\n" + asMarkdown());
    }
}
