package dev.parley.webhook.out;

import java.time.Duration;

/**
 * What came of an attempt.
 *
 * @param status 0 when there was no answer
 * @param error what happened instead, a word of our own: {@code timeout}, {@code unreachable}, {@code address_not_allowed}, {@code tls}, …
 * @param retryAfter null when the receiver named no time
 */
record Answer(int status, String error, Duration retryAfter) {

    private static final int GONE = 410;
    private static final int LONGEST_ERROR = 64;

    static Answer failed(String error) {
        return new Answer(0, error.substring(0, Math.min(error.length(), LONGEST_ERROR)), null);
    }

    static Answer of(int status, Duration retryAfter) {
        return new Answer(status, isSuccess(status) ? null : "status_" + status, retryAfter);
    }

    boolean isSuccess() {
        return isSuccess(status);
    }

    /** The receiver wants nothing more. */
    boolean isGone() {
        return status == GONE;
    }

    private static boolean isSuccess(int status) {
        return status >= 200 && status < 300;
    }
}
