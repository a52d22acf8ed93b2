package dev.parley.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Measured values of one kind; percentiles are exact. */
final class Sample {
    private final double[] sorted;

    private Sample(double[] sorted) {
        this.sorted = sorted;
    }

    static <T> Sample of(Collection<T> measured, ToDoubleFunction<T> value) {
        return new Sample(measured.stream().mapToDouble(value).sorted().toArray());
    }

    static Sample of(Collection<Double> values) {
        return of(values, Double::doubleValue);
    }

    int size() {
        return sorted.length;
    }

    double median() {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The smallest value that so many percent do not exceed. */
    double percentile(double percent) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted[Math.max(0, (int) Math.ceil(percent / 100 * sorted.length) - 1)];
    }

    double max() {
        return percentile(100);
    }

    /** Smallest to largest, as text. */
    String range(String format) {
        String both = format + "–" + format;
        return String.format(Locale.ROOT, both, percentile(0), max());
    }

    @Override
    public String toString() {
        return Arrays.toString(sorted);
    }
}
