package dev.parley.webhook.in;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.webhook.Macs;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * That a delivery comes from its source.
 *
 * @param deliveryId as the sender calls it, null when it has no name that can be shown
 * @param names by which the delivery is known when it comes again
 */
record Proof(String deliveryId, List<String> names) {

    private static final int LONGEST = 128;

    /** For a sender whose signature covers the id. */
    static Proof ofId(String id) {
        return new Proof(shown(id), List.of(name("id", Macs.bytes(id))));
    }

    /** For a sender whose signature covers the body only. */
    static Proof ofIdAndContent(String id, byte[] body) {
        var content = name("content", body);
        return id == null
                ? new Proof(null, List.of(content))
                : new Proof(shown(id), List.of(name("id", Macs.bytes(id)), content));
    }

    /** For a sender who writes its id into the body, as the member {@code id}. */
    static Proof ofIdInside(byte[] body) {
        try {
            var id = Json.MAPPER.readTree(body).path("id");
            return id.isTextual() && !id.asText().isEmpty() ? ofId(id.asText()) : ofIdAndContent(null, body);
        } catch (JsonProcessingException told) {
            return ofIdAndContent(null, body); // that it is no JSON is told later
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String shown(String id) {
        return id.length() <= LONGEST && id.chars().allMatch(c -> c > ' ' && c <= '~') ? id : null;
    }

    private static String name(String kind, byte[] text) {
        try {
            return kind + ":"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
