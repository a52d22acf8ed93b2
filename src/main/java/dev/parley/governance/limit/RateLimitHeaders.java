package dev.parley.governance.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says where limits stand: in the IETF's fields, and in those that OpenAI's clients read. Of several limits of one measure the
 * tightest is told.
 */
final class RateLimitHeaders {

    private static final Comparator<Standing> TIGHTEST_FIRST =
            Comparator.comparingLong(Standing::remaining).thenComparing(Standing::untilFull, Comparator.reverseOrder());

    private RateLimitHeaders() {}

    /** For an answer that no limit refused. */
    static Map<String, String> of(List<Standing> standings, boolean openAi) {
        var tightest = tightest(standings);
        var fields = new ArrayList<String>();
        tightest.values().forEach(standing -> fields.add(field(standing, seconds(standing.untilFull()))));
        return headers(tightest, fields, openAi);
    }

    /** For an answer that {@code refusing} refused; its {@code t} is the Retry-After, and no other limit promises anything. */
    static Map<String, String> of(List<Standing> standings, Standing refusing, boolean openAi) {
        var tightest = tightest(standings);
        tightest.put(refusing.measure(), refusing);
        long again = refusing.isHopeless() ? 0 : seconds(refusing.delay());
        return headers(tightest, List.of(field(refusing, again)), openAi);
    }

    private static Map<String, String> headers(Map<Measure, Standing> tightest, List<String> fields, boolean openAi) {
        var headers = new LinkedHashMap<String, String>();
        if (tightest.isEmpty()) {
            return headers;
        }
        var policies = tightest.values().stream()
                .map(standing -> name(standing) + ";q=" + standing.limit()
                        + standing.measure().policy())
                .toList();
        headers.put("RateLimit-Policy", String.join(", ", policies));
        headers.put("RateLimit", String.join(", ", fields));
        if (openAi) {
            tightest.values().stream()
                    .filter(standing -> standing.measure() != Measure.RUNS)
                    .forEach(standing -> putOpenAi(headers, standing));
        }
        return headers;
    }

    private static void putOpenAi(Map<String, String> headers, Standing standing) {
        var of = standing.measure().wireName();
        headers.put("x-ratelimit-limit-" + of, Long.toString(standing.limit()));
        headers.put("x-ratelimit-remaining-" + of, Long.toString(standing.remaining()));
        headers.put("x-ratelimit-reset-" + of, openAi(seconds(standing.untilFull())));
    }

    private static Map<Measure, Standing> tightest(List<Standing> standings) {
        var tightest = new EnumMap<Measure, Standing>(Measure.class);
        for (var standing : standings) {
            tightest.merge(
                    standing.measure(),
                    standing,
                    (one, other) -> TIGHTEST_FIRST.compare(one, other) <= 0 ? one : other);
        }
        return tightest;
    }

    private static String field(Standing standing, long seconds) {
        var field = name(standing) + ";r=" + standing.remaining();
        return seconds == 0 ? field : field + ";t=" + seconds;
    }

    private static String name(Standing standing) {
        return '"' + standing.measure().wireName() + '"';
    }

    static long seconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }

    /** {@code 1s}, {@code 6m0s}. */
    private static String openAi(long seconds) {
        return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
    }
}
