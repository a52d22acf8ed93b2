package dev.parley.responses;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Who a stored response belongs to. While the server is open to everybody, everybody is one caller; the one place to ask the
 * authenticated key instead, once there are keys.
 */
final class Caller {

    private static final String EVERYBODY = "open";

    private Caller() {}

    /** The owner's id. */
    static String of(HttpServletRequest request) {
        return EVERYBODY;
    }
}
