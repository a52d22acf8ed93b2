package dev.parley.http;

import java.time.Duration;

/** The header by which a client says how long a request may take, in milliseconds; it can only shorten what the server allows. */
public final class RequestTimeout {

    public static final String HEADER = "Request-Timeout-Ms";

    private RequestTimeout() {}

    /** Null for a request that does not say. */
    public static Duration of(Long millis) {
        return millis == null ? null : Duration.ofMillis(millis);
    }
}
