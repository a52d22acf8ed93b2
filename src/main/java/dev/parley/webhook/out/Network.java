package dev.parley.webhook.out;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** A block of addresses, {@code 10.0.0.0/8} or {@code fd00::/8}; a single address is a block too. */
record Network(InetAddress first, int bits) {

    /** So that a name is never resolved here. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** @throws IllegalArgumentException when it is none */
    static Network of(String text) {
        int slash = text.indexOf('/');
        var address = address(slash < 0 ? text : text.substring(0, slash));
        int most = address.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? most : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException(text + " has too many bits");
        }
        return new Network(address, bits);
    }

    private static InetAddress address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            throw new IllegalArgumentException(text + " is no address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException noAddress) {
            throw new IllegalArgumentException(noAddress);
        }
    }

    boolean contains(InetAddress address) {
        var wanted = first.getAddress();
        var given = address.getAddress();
        if (wanted.length != given.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        int rest = bits % Byte.SIZE;
        return Arrays.equals(wanted, 0, whole, given, 0, whole)
                && (rest == 0 || (wanted[whole] ^ given[whole]) >> (Byte.SIZE - rest) == 0);
    }
}
