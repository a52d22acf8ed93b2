package dev.parley.provider;

import static dev.parley.problem.ErrorCode.MODEL_NOT_FOUND;
import static dev.parley.problem.ErrorCode.PROVIDER_BROKEN_RESPONSE;
import static dev.parley.problem.ErrorCode.PROVIDER_ERROR;
import static dev.parley.problem.ErrorCode.PROVIDER_RATE_LIMITED;
import static dev.parley.problem.ErrorCode.PROVIDER_REFUSED_REQUEST;
import static dev.parley.problem.ErrorCode.PROVIDER_TIMEOUT;
import static dev.parley.problem.ErrorCode.PROVIDER_UNAUTHORIZED;
import static dev.parley.problem.ErrorCode.PROVIDER_UNREACHABLE;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/**
 * Says in our words what went wrong with one provider. Nothing the upstream wrote enters an exception, neither its sentence nor that of a
 * parser that quotes it: a cause is kept only if it is the JDK's own, which speaks of sockets and certificates.
 */
public final class UpstreamFailures {

    private final String provider;
    private final InstantSource clock;

    public UpstreamFailures(String provider) {
        this(provider, InstantSource.system());
    }

    UpstreamFailures(String provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    /**
     * The upstream answered with another status than success.
     *
     * @param headers gives a header of the answer by its name, null when it is absent
     */
    public ApiException refused(int status, String model, UnaryOperator<String> headers) {
        var code = code(status);
        var retryAfter = code.retryable() ? RetryAfter.of(headers, clock.instant()) : null;
        return new ApiException(code, sentence(code, status, model), retryAfter);
    }

    /** The upstream reported an error within an answer that had begun as a success; {@code type} is its word for it, or its status. */
    public ApiException reported(String type, String model) {
        return refused(status(type), model, header -> null);
    }

    /** The call ended without an answer. */
    public ApiException unreachable(Throwable why) {
        return new ApiException(PROVIDER_UNREACHABLE, "The provider " + provider + " " + reason(why) + ".", ofJdk(why));
    }

    /** The answer ended in the middle. */
    public ApiException brokeOff(IOException why) {
        return new ApiException(
                PROVIDER_BROKEN_RESPONSE, "The answer of the provider " + provider + " broke off.", ofJdk(why));
    }

    /** The answer is not what the protocol allows; {@code what} completes "The provider x …". */
    public ApiException malformed(String what) {
        return new ApiException(PROVIDER_BROKEN_RESPONSE, "The provider " + provider + " " + what + ".");
    }

    private static ErrorCode code(int status) {
        return switch (status) {
            case 401, 402, 403 -> PROVIDER_UNAUTHORIZED;
            case 404 -> MODEL_NOT_FOUND;
            case 408, 504, 524 -> PROVIDER_TIMEOUT;
            case 429 -> PROVIDER_RATE_LIMITED;
            // a conflict and an early request pass by themselves
            case 409, 425 -> PROVIDER_ERROR;
            default ->
                status >= 500 ? PROVIDER_ERROR : status >= 400 ? PROVIDER_REFUSED_REQUEST : PROVIDER_BROKEN_RESPONSE;
        };
    }

    private String sentence(ErrorCode code, int status, String model) {
        var who = "The provider " + provider;
        return switch (code) {
            case PROVIDER_UNAUTHORIZED -> who + " refused the server's key or its account (" + status + ").";
            case MODEL_NOT_FOUND ->
                who + " has no model '" + model + "' for this server, or its base-url is not that of its API.";
            case PROVIDER_TIMEOUT -> who + " took too long by its own clock (" + status + ").";
            case PROVIDER_RATE_LIMITED -> who + " allows no more calls for now (" + status + ").";
            case PROVIDER_REFUSED_REQUEST ->
                who + " refused the request (" + status + "): check its size and its parameters against what '" + model
                        + "' supports.";
            case PROVIDER_BROKEN_RESPONSE ->
                who + " answered with status " + status + ", which is not followed: check its base-url.";
            default -> who + " failed (" + status + ").";
        };
    }

    /** The status that an upstream would have answered with; the words are OpenAI's and Anthropic's. */
    private static int status(String type) {
        return switch (type == null ? "" : type) {
            case "invalid_request_error", "BadRequestError", "context_length_exceeded", "request_too_large" -> 400;
            case "authentication_error", "permission_error", "billing_error", "invalid_api_key" -> 401;
            case "not_found_error", "NotFoundError", "model_not_found" -> 404;
            case "timeout_error" -> 504;
            case "rate_limit_error", "rate_limit_exceeded", "insufficient_quota" -> 429;
            case "overloaded_error" -> 529;
            default -> type != null && type.matches("[45]\\d\\d") ? Integer.parseInt(type) : 500;
        };
    }

    private static String reason(Throwable why) {
        for (var cause = why; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException unknown -> {
                    return "has a host name that cannot be resolved";
                }
                case ConnectException refused -> {
                    return "refused the connection";
                }
                case SSLException tls -> {
                    return "could not be trusted: TLS failed";
                }
                default -> {
                    // the reason may lie deeper
                }
            }
        }
        return "closed the connection before it answered, or never opened it";
    }

    /** The innermost cause, if its words are the JDK's. */
    private static Throwable ofJdk(Throwable why) {
        var root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getName().startsWith("java") ? root : null;
    }
}
