package dev.parley.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The words the upstream says, so that the client can tell a whole answer from a damaged one.
 *
 * <p>Token 0 carries the upstream's own clock, {@code " t1=<request received>,t2=<this token written>"}, both from
 * {@link System#nanoTime()}, which on Linux all processes of a machine share. Every later token is its own number, so a
 * lost, doubled or misplaced one shows however the server cuts or joins the pieces.
 */
final class TokenText {
    private TokenText() {}

    static String first(long receivedAt, long writtenAt) {
        return " t1=" + receivedAt + ",t2=" + writtenAt;
    }

    static String token(int number) {
        return " " + number;
    }

    /** Everything after token 0 of an answer of so many tokens. */
    static String afterFirst(int tokens) {
        return IntStream.range(1, tokens).mapToObj(TokenText::token).collect(Collectors.joining());
    }

    static boolean isWhole(String text, int tokens) {
        return text.startsWith(" t1=") && text.substring(endOfFirst(text)).equals(afterFirst(tokens));
    }

    static long receivedAt(String text) {
        return Long.parseLong(text, text.indexOf("t1=") + 3, text.indexOf(','), 10);
    }

    static long writtenAt(String text) {
        return Long.parseLong(text, text.indexOf("t2=") + 3, endOfFirst(text), 10);
    }

    private static int endOfFirst(String text) {
        int space = text.indexOf(' ', 1);
        return space < 0 ? text.length() : space;
    }
}
