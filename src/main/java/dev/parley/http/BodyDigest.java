package dev.parley.http;

/** The digest of a request's body, for those who must know whether a request is the same as another: made where its header asks for it. */
public final class BodyDigest {

    /** The header that asks for it. */
    public static final String ASKED_BY = "Idempotency-Key";

    /** The request's attribute that holds it: SHA-256 in hexadecimal digits. */
    public static final String ATTRIBUTE = "dev.parley.body-digest";

    private BodyDigest() {}
}
