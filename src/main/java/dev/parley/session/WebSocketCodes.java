package dev.parley.session;

import java.nio.charset.StandardCharsets;

/** Close codes of RFC 6455 section 7.4.1. */
final class WebSocketCodes {

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int POLICY = 1008;
    static final int TOO_LARGE = 1009;

    /** Bytes that section 5.5 leaves to a reason. */
    private static final int LONGEST_REASON = 123;

    private WebSocketCodes() {}

    /** As much of a sentence as fits. */
    static String reason(String sentence) {
        var end = sentence.length();
        while (sentence.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
            end -= Character.isSurrogatePair(sentence.charAt(Math.max(0, end - 2)), sentence.charAt(end - 1)) ? 2 : 1;
        }
        return sentence.substring(0, end);
    }
}
