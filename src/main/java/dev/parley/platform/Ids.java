package dev.parley.platform;

import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** Names for things that come and go. They are unique, not secret: whoever reads a run by its id is asked for a key all the same. */
public final class Ids {

    private static final char[] ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz".toCharArray();
    private static final int TIME = 8; // enough until 2059
    private static final int CHANCE = 16;
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private Ids() {}

    /**
     * {@code prefix}, an underscore, the millisecond in 8 and chance in 16 letters and digits (82 bits). What begins at about the same
     * time has neighbouring ids, so that an index on them is written in few places.
     */
    public static String next(String prefix) {
        int time = prefix.length() + 1;
        var id = new char[time + TIME + CHANCE];
        prefix.getChars(0, prefix.length(), id, 0);
        id[prefix.length()] = '_';
        long rest = System.currentTimeMillis();
        for (int i = time + TIME - 1; i >= time; i--) {
            id[i] = ALPHABET[(int) (rest % ALPHABET.length)];
            rest /= ALPHABET.length;
        }
        var random = ThreadLocalRandom.current();
        for (int i = time + TIME; i < id.length; i++) {
            id[i] = ALPHABET[random.nextInt(ALPHABET.length)];
        }
        return new String(id);
    }

    /** Whether a name that a client made up can be put into headers and logs as it is. */
    public static boolean isSafe(String id) {
        return id != null && SAFE.matcher(id).matches();
    }
}
