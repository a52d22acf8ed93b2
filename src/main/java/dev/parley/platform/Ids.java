package dev.parley.platform;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Names for things that come and go. They are unique, not secret: whoever reads a run by its id is asked for a key all the same. */
public final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private Ids() {}

    /** {@code prefix}, an underscore and 24 random letters and digits (124 bits). */
    public static String next(String prefix) {
        var random = ThreadLocalRandom.current();
        var id = new char[prefix.length() + 25];
        prefix.getChars(0, prefix.length(), id, 0);
        id[prefix.length()] = '_';
        for (int i = prefix.length() + 1; i < id.length; i++) {
            id[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return new String(id);
    }

    /** Whether a name that a client made up can be put into headers and logs as it is. */
    public static boolean isSafe(String id) {
        return id != null && SAFE.matcher(id).matches();
    }
}
