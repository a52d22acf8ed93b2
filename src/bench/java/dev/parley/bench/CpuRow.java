package dev.parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a unit of work costs the server in CPU time, in rounds. With a baseline the rounds take turns, so that both meet
 * the same moods of the machine, and the ratio is formed round by round.
 */
abstract class CpuRow {
    private final String what;
    private final String how;

    CpuRow(String what, String how) {
        this.what = what;
        this.how = how;
    }

    /** The load of one round. */
    abstract List<? extends Exchange> load(Subject subject) throws IOException;

    /** How many units a good answer holds. */
    abstract int unitsPerAnswer();

    abstract double inUnitOfTheRow(double micros);

    private record Round(double cost, double perSecond, double cores, long errors) {}

    final void measure(List<Subject> subjects, int rounds, Report report) throws IOException, InterruptedException {
        List<List<Round>> measured = new ArrayList<>();
        subjects.forEach(subject -> measured.add(new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < subjects.size(); i++) {
                measured.get(i).add(round(subjects.get(i), report));
            }
        }
        for (int i = 0; i < subjects.size(); i++) {
            report(subjects.get(i), measured.get(i), report);
        }
        if (subjects.size() == 2) {
            reportRatio(
                    measured.get(0),
                    measured.get(1),
                    ", ratio to the baseline",
                    "median of the ratios of neighbouring rounds; under 1 is cheaper than the baseline",
                    report);
        }
    }

    /** The same load in another shape, in turns with it; reported are this row and its ratio to the other. */
    final void measureBeside(CpuRow other, Subject subject, int rounds, Report report)
            throws IOException, InterruptedException {
        List<Round> own = new ArrayList<>();
        List<Round> others = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            own.add(round(subject, report));
            others.add(other.round(subject, report));
        }
        report(subject, own, report);
        var cost = Sample.of(others, Round::cost);
        reportRatio(
                own,
                others,
                ", ratio to " + other.what,
                String.format(
                        Locale.ROOT,
                        "median of the ratios of neighbouring rounds; the other's median is %.2f (%s)",
                        cost.median(),
                        cost.range("%.2f")),
                report);
    }

    private Round round(Subject subject, Report report) throws IOException, InterruptedException {
        long pid = subject.server().pid();
        long began = System.nanoTime();
        long before = ProcStats.cpuMicros(pid);
        var exchanges = load(subject);
        double seconds = (System.nanoTime() - began) / 1e9;
        Thread.sleep(100); // what the server does after the last answer belongs to the round
        double micros = ProcStats.cpuMicros(pid) - before;
        long errors = report.failures(exchanges);
        double units = (double) (exchanges.size() - errors) * unitsPerAnswer();
        double cost = inUnitOfTheRow(micros / units);
        System.out.printf(Locale.ROOT, "%s%s: %.2f%n", what, subject.name(), cost);
        return new Round(cost, units / seconds, micros / 1e6 / seconds, errors);
    }

    private void report(Subject subject, List<Round> rounds, Report report) {
        var cost = Sample.of(rounds, Round::cost);
        report.row(
                what + subject.name(),
                String.format(Locale.ROOT, "**%.2f**", cost.median()),
                cost.range("%.2f"),
                rounds.stream().mapToLong(Round::errors).sum(),
                String.format(
                        Locale.ROOT,
                        "%s; median of %d rounds; %.0f/s, server on %.2f cores",
                        how,
                        rounds.size(),
                        Sample.of(rounds, Round::perSecond).median(),
                        Sample.of(rounds, Round::cores).median()));
    }

    private void reportRatio(List<Round> ours, List<Round> others, String toWhat, String detail, Report report) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(ours.get(i).cost() / others.get(i).cost());
        }
        var ratio = Sample.of(ratios);
        report.row(
                what + toWhat,
                String.format(Locale.ROOT, "**%.3f**", ratio.median()),
                ratio.range("%.3f"),
                others.stream().mapToLong(Round::errors).sum(),
                detail);
    }
}
