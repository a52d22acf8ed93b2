package dev.parley.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was asked for, by system properties that the pom passes on.
 *
 * @param rows {@code bench.rows}: which rows to measure, all where it is empty
 * @param quick {@code bench.quick}: short rounds, for work on the benchmark itself; its numbers mean little
 * @param baseline {@code bench.baseline}: a git revision to measure in turns with this one, none where it is empty
 * @param maven {@code bench.maven}: the program that builds the baseline
 * @param wlp {@code bench.wlp}: the Liberty installation that holds the packaged server
 * @param work {@code bench.work}: where logs, the result and the baseline go
 */
record Options(Set<RowName> rows, boolean quick, Optional<String> baseline, String maven, Path wlp, Path work) {
    /** The rows by the names they are selected with, in the order of the table. */
    enum RowName {
        TOKENS,
        JSON,
        LATENCY,
        TTFT,
        FRAMES,
        LOOP,
        BATCH,
        IDLE,
        SOCKETS,
        INTAKE,
        READY,
        RAG,
        VECTORS
    }

    static Options fromSystemProperties() {
        return new Options(
                rows(System.getProperty("bench.rows", "")),
                Boolean.getBoolean("bench.quick"),
                Optional.of(System.getProperty("bench.baseline", "")).filter(revision -> !revision.isBlank()),
                System.getProperty("bench.maven", "mvn"),
                Path.of(System.getProperty("bench.wlp", "target/liberty/wlp")).toAbsolutePath(),
                Path.of(System.getProperty("bench.work", "target/bench")).toAbsolutePath());
    }

    private static Set<RowName> rows(String names) {
        if (names.isBlank()) {
            return EnumSet.allOf(RowName.class);
        }
        return Arrays.stream(names.split(","))
                .map(String::strip)
                .map(Options::row)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(RowName.class)));
    }

    private static RowName row(String name) {
        return Arrays.stream(RowName.values())
                .filter(row -> row.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("bench.rows knows no '" + name + "': choose from " + names()));
    }

    private static String names() {
        return Arrays.stream(RowName.values())
                .map(row -> row.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
