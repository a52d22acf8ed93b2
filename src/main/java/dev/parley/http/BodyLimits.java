package dev.parley.http;

import dev.parley.platform.Settings;
import java.time.Duration;
import java.util.Map;

/**
 * How large a body may be and how long it may take.
 *
 * @param most bytes at most: {@code parley.http.max-body}, default 1 MiB
 * @param mostOfV1 bytes at most under {@code /v1}, where images travel inside the JSON: {@code parley.http.max-v1-body}, default 20 MiB
 * @param uploads bytes at most of bodies that are files, by the path below the application; they go to disk and not into memory
 * @param time from the first read to the last: {@code parley.http.body-timeout}, default 10 s
 * @param uploadTime the same for a file: {@code parley.http.upload-timeout}, default 5 min
 */
record BodyLimits(int most, int mostOfV1, Map<String, Long> uploads, Duration time, Duration uploadTime) {

    /** What the settings may allow at most, 64 MiB: bodies are held in memory. */
    static final int LARGEST = 64 << 20;

    private static final long LARGEST_UPLOAD = 10L << 30;

    static BodyLimits read(Settings settings) {
        return new BodyLimits(
                settings.integer("parley.http.max-body", 1 << 20, 1, LARGEST),
                settings.integer("parley.http.max-v1-body", 20 << 20, 1, LARGEST),
                Map.of("/rag/documents", settings.number("parley.rag.max-upload", 50L << 20, 1, LARGEST_UPLOAD)),
                settings.duration("parley.http.body-timeout", "10s"),
                settings.duration("parley.http.upload-timeout", "5m"));
    }

    /** Whether bodies of a path are files. */
    boolean isUpload(String path) {
        return uploads.containsKey(path);
    }

    Duration timeFor(String path) {
        return isUpload(path) ? uploadTime : time;
    }

    int mostFor(String path) {
        return path.startsWith("/v1/") ? mostOfV1 : most;
    }
}
