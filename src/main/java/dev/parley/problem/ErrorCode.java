package dev.parley.problem;

import java.util.Locale;

/**
 * Everything that can go wrong, in the order of the HTTP status. {@link #retryable} tells a client whether the same request may
 * succeed later; inside, it also decides whether an upstream attempt is repeated.
 */
public enum ErrorCode {
    INVALID_JSON(400, false, "The body is not valid JSON"),
    BAD_REQUEST(400, false, "The request is malformed"),
    PROVIDER_REFUSED_REQUEST(400, false, "The provider refused the request"),
    PREVIOUS_RESPONSE_NOT_FOUND(400, false, "There is no such previous response"),
    CONTEXT_LENGTH_EXCEEDED(400, false, "The input is longer than the context window"),
    WEBSOCKET_CONNECTION_LIMIT_REACHED(400, false, "The connection has lived as long as one may"),
    UNAUTHORIZED(401, false, "No valid key was given"),
    PRICE_UNKNOWN(402, false, "The model has no price"),
    BUDGET_EXCEEDED(402, false, "The budget is spent"),
    FORBIDDEN(403, false, "The key does not allow this"),
    MODEL_NOT_ALLOWED(403, false, "The key does not allow this model"),
    NOT_FOUND(404, false, "There is no such resource"),
    MODEL_NOT_FOUND(404, false, "There is no such model"),
    RUN_NOT_FOUND(404, false, "There is no such run"),
    METHOD_NOT_ALLOWED(405, false, "The resource does not have this method"),
    NOT_ACCEPTABLE(406, false, "The answer does not exist in an accepted type"),
    REQUEST_TIMEOUT(408, true, "The body came too slowly"),
    CONFLICT(409, false, "Something else stands against it"),
    PAYLOAD_TOO_LARGE(413, false, "The body is too large"),
    REQUEST_EXCEEDS_LIMIT(413, false, "The request is larger than a limit ever allows"),
    UNSUPPORTED_MEDIA_TYPE(415, false, "The body is of an unsupported type"),
    IDEMPOTENCY_KEY_REUSED(422, false, "The idempotency key belongs to another request"),
    INVALID_REQUEST(422, false, "The request breaks a constraint"),
    RATE_LIMITED(429, true, "A limit of the caller is reached"),
    WEBSOCKET_STREAM_LIMIT_REACHED(429, true, "The connection has as many lanes or responses as one may"),
    PROVIDER_RATE_LIMITED(429, true, "The provider's rate limit is reached"),
    CANCELLED(499, false, "The run was cancelled"),
    INTERNAL_ERROR(500, false, "The server failed"),
    PROVIDER_UNAUTHORIZED(502, false, "The provider refused the server's key"),
    PROVIDER_ERROR(502, true, "The provider failed"),
    PROVIDER_UNREACHABLE(502, true, "The provider can't be reached"),
    PROVIDER_BROKEN_RESPONSE(502, true, "The provider's answer broke off or is malformed"),
    SCHEMA_VIOLATION(502, false, "The model's answer does not fulfil the schema that was asked for"),
    TOOL_NOT_ALLOWED(502, false, "The model called a tool that it was not allowed"),
    ANSWER_TOO_LARGE(502, false, "The answer is larger than a run may hold"),
    PROVIDER_UNAVAILABLE(503, true, "The provider is resting after failures"),
    PROVIDER_BUSY(503, true, "The provider's queue is full"),
    TOO_MANY_RUNS(503, true, "The server has as many runs as it may hold"),
    TOO_MANY_SESSIONS(503, true, "The server has as many sockets as it may hold"),
    INTERRUPTED(503, true, "The server died while it generated"),
    STORE_UNAVAILABLE(503, true, "The database can't be reached"),
    DRAINING(503, true, "The server is stopping"),
    PROVIDER_TIMEOUT(504, true, "The provider was silent for too long"),
    DEADLINE_EXCEEDED(504, true, "The time of the request is over");

    private final int status;
    private final boolean retryable;
    private final String title;

    ErrorCode(int status, boolean retryable, String title) {
        this.status = status;
        this.retryable = retryable;
        this.title = title;
    }

    /** The HTTP status of an answer that fails with this. */
    public int status() {
        return status;
    }

    public boolean retryable() {
        return retryable;
    }

    /** The short, constant sentence of RFC 9457 section 3.1.3. */
    public String title() {
        return title;
    }

    /** The name clients match on. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
