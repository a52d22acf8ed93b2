package dev.parley.http;

import dev.parley.platform.Settings;
import java.time.Duration;

/**
 * How large a body may be and how long it may take.
 *
 * @param most bytes at most: {@code parley.http.max-body}, default 1 MiB
 * @param mostOfV1 bytes at most under {@code /v1}, where images travel inside the JSON: {@code parley.http.max-v1-body}, default 20 MiB
 * @param mostOfWebhooks bytes at most of what comes in by {@code /webhooks}: {@code parley.http.max-webhook-body}, default 1 MiB
 * @param time from the first read to the last: {@code parley.http.body-timeout}, default 10 s
 */
record BodyLimits(int most, int mostOfV1, int mostOfWebhooks, Duration time) {

    /** What the settings may allow at most, 64 MiB: bodies are held in memory. */
    static final int LARGEST = 64 << 20;

    static BodyLimits read(Settings settings) {
        return new BodyLimits(
                settings.integer("parley.http.max-body", 1 << 20, 1, LARGEST),
                settings.integer("parley.http.max-v1-body", 20 << 20, 1, LARGEST),
                settings.integer("parley.http.max-webhook-body", 1 << 20, 1, LARGEST),
                settings.duration("parley.http.body-timeout", "10s"));
    }

    int mostFor(String path) {
        if (path.startsWith("/webhooks/")) {
            return mostOfWebhooks;
        }
        return path.startsWith("/v1/") ? mostOfV1 : most;
    }
}
