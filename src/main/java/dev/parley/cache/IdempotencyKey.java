package dev.parley.cache;

import dev.parley.http.BodyDigest;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.regex.Pattern;

/**
 * What a client calls a request, so that it can be sent again without being done again (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param value without the quotes of a structured field, which may be left out
 * @param fingerprint of the request's method, path and body
 */
public record IdempotencyKey(String value, String fingerprint) {

    public static final String HEADER = BodyDigest.ASKED_BY;

    private static final Pattern VALID = Pattern.compile("[!-~]{1,255}");

    /**
     * @param header null for a request without a key
     * @return null for such
     * @throws ApiException {@code BAD_REQUEST}
     */
    public static IdempotencyKey of(String header, String method, String path, String bodyDigest) {
        if (header == null) {
            return null;
        }
        var text = header.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        var value = quoted ? text.substring(1, text.length() - 1) : text;
        if (!VALID.matcher(value).matches()) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "The header " + HEADER + " must be 1 to 255 printable ASCII characters without blanks.");
        }
        return new IdempotencyKey(
                value, new Fingerprint().add(method).add(path).add(bodyDigest).hex());
    }

    /** The name of one answer of this request, among all owners'. */
    String slot(String owner, int choice) {
        return new Fingerprint().add(owner).add(value).add(choice).hex();
    }
}
