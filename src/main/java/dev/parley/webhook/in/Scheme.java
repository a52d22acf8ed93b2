package dev.parley.webhook.in;

import dev.parley.webhook.Macs;
import dev.parley.webhook.StandardSignature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** How a source shows that a delivery is its own. Headers that are missing, twice or malformed are no proof. */
enum Scheme {
    /** Standard Webhooks: id, timestamp and body are signed. */
    STANDARD {
        @Override
        byte[] key(String secret) {
            return StandardSignature.key(secret);
        }

        @Override
        Optional<Proof> prove(byte[] key, UnaryOperator<String> headers, byte[] body, long now) {
            var id = headers.apply(StandardSignature.ID);
            var timestamp = headers.apply(StandardSignature.TIMESTAMP);
            var signatures = headers.apply(StandardSignature.SIGNATURE);
            boolean complete = id != null && timestamp != null && signatures != null;
            boolean signed = StandardSignature.verify(key, orNone(id), orNone(timestamp), body, orNone(signatures));
            return complete && !id.isEmpty() && signed && isRecent(timestamp, now)
                    ? Optional.of(Proof.ofId(id))
                    : Optional.empty();
        }
    },
    /** {@code X-Hub-Signature-256} over the body; the id is not signed, and there is no timestamp. */
    GITHUB {
        private static final String PREFIX = "sha256=";

        @Override
        Optional<Proof> prove(byte[] key, UnaryOperator<String> headers, byte[] body, long now) {
            var signature = orNone(headers.apply("X-Hub-Signature-256"));
            var digits = signature.startsWith(PREFIX) ? signature.substring(PREFIX.length()) : "";
            return Macs.areDigitsOf(Macs.sha256(key, body), digits)
                    ? Optional.of(Proof.ofIdAndContent(headers.apply("X-GitHub-Delivery"), body))
                    : Optional.empty();
        }
    },
    /** {@code Stripe-Signature: t=…,v1=…} over timestamp and body; the id is in the body. */
    STRIPE {
        @Override
        Optional<Proof> prove(byte[] key, UnaryOperator<String> headers, byte[] body, long now) {
            var parts = orNone(headers.apply("Stripe-Signature")).split(",");
            var timestamp = Arrays.stream(parts)
                    .map(String::strip)
                    .filter(part -> part.startsWith("t="))
                    .map(part -> part.substring(2))
                    .findFirst()
                    .orElse("");
            var mac = Macs.sha256(key, Macs.bytes(timestamp + "."), body);
            boolean signed = false;
            for (var part : parts) {
                var bare = part.strip();
                signed |= bare.startsWith("v1=") && Macs.areDigitsOf(mac, bare.substring(3));
            }
            return signed && isRecent(timestamp, now) ? Optional.of(Proof.ofIdInside(body)) : Optional.empty();
        }
    },
    /** The secret itself, as {@code Authorization: Bearer}, {@code X-Webhook-Token} or {@code X-Gitlab-Token}. */
    TOKEN {
        private static final String BEARER = "Bearer ";

        @Override
        Optional<Proof> prove(byte[] key, UnaryOperator<String> headers, byte[] body, long now) {
            var token = first(headers, "X-Webhook-Token", "X-Gitlab-Token");
            var bearer = orNone(headers.apply("Authorization"));
            var shown = token == null && bearer.startsWith(BEARER) ? bearer.substring(BEARER.length()) : orNone(token);
            var id = first(headers, StandardSignature.ID, "X-Gitlab-Event-UUID", "Idempotency-Key");
            boolean same = Macs.equal(hash(key), hash(Macs.bytes(shown)));
            return same
                    ? Optional.of(id == null ? Proof.ofIdAndContent(null, body) : Proof.ofId(id))
                    : Optional.empty();
        }

        /** So that not even the length of the secret is to be seen. */
        private static String hash(byte[] text) {
            return Arrays.toString(Macs.sha256(new byte[1], text));
        }
    };

    private static final long TOLERANCE_SECONDS = Duration.ofMinutes(5).toSeconds();
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

    /**
     * The bytes of a configured secret.
     *
     * @throws IllegalArgumentException when it can't be one
     */
    byte[] key(String secret) {
        return Macs.bytes(secret);
    }

    /**
     * @param headers null for one that is not there once
     * @param now seconds since 1970
     */
    abstract Optional<Proof> prove(byte[] key, UnaryOperator<String> headers, byte[] body, long now);

    static boolean isRecent(String timestamp, long now) {
        return SECONDS.matcher(timestamp).matches() && Math.abs(now - Long.parseLong(timestamp)) <= TOLERANCE_SECONDS;
    }

    static String orNone(String value) {
        return value == null ? "" : value;
    }

    static String first(UnaryOperator<String> headers, String... names) {
        return Arrays.stream(names)
                .map(headers)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
