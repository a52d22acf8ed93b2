package dev.parley.governance.limit;

import dev.parley.governance.Rates;
import dev.parley.platform.Settings;
import java.util.List;

/**
 * The limits that configuration sets.
 *
 * @param everyKey for what a key does not say itself
 * @param answerTokens reserved for an answer whose length the caller leaves open
 */
record LimitSettings(Rates everyKey, List<ModelLimit> models, int answerTokens) {

    private static final int MOST = Integer.MAX_VALUE;

    LimitSettings {
        models = List.copyOf(models);
    }

    static LimitSettings read(Settings settings) {
        return new LimitSettings(
                rates("parley.limits.key", settings),
                ModelLimit.read(settings),
                settings.integer("parley.limits.answer-tokens", 1_024, 0, 1_000_000));
    }

    /** The three limits below {@code key}, null where one is not set. */
    static Rates rates(String key, Settings settings) {
        return new Rates(
                limit(key + ".requests-per-minute", settings),
                limit(key + ".tokens-per-minute", settings),
                limit(key + ".concurrent-runs", settings));
    }

    private static Integer limit(String key, Settings settings) {
        return settings.text(key).isEmpty() ? null : settings.integer(key, 0, 1, MOST);
    }

    /** What holds for a key. */
    Rates of(Rates key) {
        return new Rates(
                key.requestsPerMinute() != null ? key.requestsPerMinute() : everyKey.requestsPerMinute(),
                key.tokensPerMinute() != null ? key.tokensPerMinute() : everyKey.tokensPerMinute(),
                key.concurrentRuns() != null ? key.concurrentRuns() : everyKey.concurrentRuns());
    }
}
