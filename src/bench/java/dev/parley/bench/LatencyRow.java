package dev.parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the server adds to the time of a JSON answer at a steady rate; with a baseline, in turns. */
final class LatencyRow {
    private static final Script SCRIPT = Script.paced(20, 0);
    private static final int PER_SECOND = 200;
    private static final int TURNS = 3;
    private static final String WHAT = "time of a JSON answer added, ms, " + PER_SECOND + " requests/s";

    private LatencyRow() {}

    static void measure(List<Subject> subjects, int requests, Report report) throws IOException {
        List<List<JsonExchange>> answered = new ArrayList<>();
        subjects.forEach(subject -> answered.add(new ArrayList<>()));
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < subjects.size(); i++) {
                answered.get(i).addAll(subjects.get(i).answersAtRate(SCRIPT, PER_SECOND, requests));
            }
        }
        for (int i = 0; i < subjects.size(); i++) {
            report(subjects.get(i), answered.get(i), report);
        }
    }

    private static void report(Subject subject, List<JsonExchange> exchanges, Report report) {
        var added =
                Sample.of(exchanges.stream().filter(answer -> !answer.failed()).toList(), JsonExchange::addedMillis);
        report.row(
                WHAT + subject.name(),
                String.format(Locale.ROOT, "p50 **%.2f**, p99 **%.2f**", added.median(), added.percentile(99)),
                added.range("%.2f"),
                report.failures(exchanges),
                exchanges.size() + " requests in " + TURNS
                        + " turns, answers of 20 tokens, the upstream's own time subtracted");
    }
}
