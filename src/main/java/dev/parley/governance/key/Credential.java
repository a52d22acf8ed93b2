package dev.parley.governance.key;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a caller shows to prove who it is: a key of ours, or a token of an issuer. Never to be logged. */
record Credential(String text) {

    /** Longer ones are not looked at; tokens of issuers who list many groups are long. */
    static final int LONGEST = 8 << 10;

    private static final String TICKET = "ticket.";
    private static final Pattern BEARER = Pattern.compile("(?i)bearer +(.+)");

    /**
     * From {@code Authorization: Bearer …} or {@code X-API-Key: …}.
     *
     * @throws ApiException {@code UNAUTHORIZED} when there is none, when it can't be one, and when two are sent that differ
     */
    static Credential of(HttpServletRequest request) {
        var bearer = bearer(request.getHeader("Authorization"));
        var key = request.getHeader("X-API-Key");
        if (bearer == null && key == null) {
            throw unauthorized("Send a key, as Authorization: Bearer … or as X-API-Key: ….");
        }
        if (bearer != null && key != null && !bearer.equals(key)) {
            throw unauthorized("Authorization and X-API-Key hold different keys; send one of them.");
        }
        var text = bearer != null ? bearer : key;
        if (text.length() > LONGEST || !isPlain(text)) {
            throw unauthorized("This is no key: keys are printable ASCII without blanks, at most %d characters long."
                    .formatted(LONGEST));
        }
        return new Credential(text);
    }

    /**
     * The ticket of a WebSocket's handshake, which comes as a subprotocol: the one header of it that a browser's script can set. Only
     * where no key is sent.
     */
    static Optional<String> ticket(HttpServletRequest request) {
        var protocols = request.getHeader("Sec-WebSocket-Protocol");
        if (protocols == null || request.getHeader("Authorization") != null || request.getHeader("X-API-Key") != null) {
            return Optional.empty();
        }
        return Arrays.stream(protocols.split(","))
                .map(String::strip)
                .filter(protocol -> protocol.startsWith(TICKET))
                .map(protocol -> protocol.substring(TICKET.length()))
                .findFirst();
    }

    private static String bearer(String authorization) {
        if (authorization == null) {
            return null;
        }
        var matcher = BEARER.matcher(authorization);
        if (!matcher.matches()) {
            throw unauthorized("The header Authorization must be: Bearer, a blank, and the key.");
        }
        return matcher.group(1);
    }

    static ApiException unauthorized(String detail) {
        return new ApiException(ErrorCode.UNAUTHORIZED, detail);
    }

    /** Does not tell whether there is a key with this id. */
    static ApiException unknown() {
        return unauthorized("The key is not known here.");
    }

    static boolean isPlain(String text) {
        return !text.isEmpty() && text.chars().allMatch(character -> character > ' ' && character < 127);
    }

    byte[] hash() {
        return hash(text);
    }

    /** SHA-256, which is enough for texts that nobody can guess. */
    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    @Override
    public String toString() {
        return "Credential";
    }
}
