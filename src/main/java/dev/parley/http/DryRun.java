package dev.parley.http;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;

/** A caller's wish to hear what would become of a call instead of making it. */
public final class DryRun {

    public static final String HEADER = "X-Dry-Run";

    private DryRun() {}

    /**
     * Reads the header's value, null for none.
     *
     * @throws ApiException {@code BAD_REQUEST} for one that is unclear: a call that nobody wanted would be paid
     */
    public static boolean isAsked(String value) {
        return switch (value) {
            case null -> false;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new ApiException(ErrorCode.BAD_REQUEST, "The header " + HEADER + " must be true or false.");
        };
    }

    /**
     * Refuses a dry run where nobody can say what the call would cost: it must not be paid instead.
     *
     * @param instead what the call without the header does: "to send the document"
     * @throws ApiException {@code BAD_REQUEST} when one is asked for
     */
    public static void refuse(boolean asked, String instead) {
        if (asked) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "There is no dry run here; leave out the header %s %s.".formatted(HEADER, instead));
        }
    }

    /** As {@link #refuse(boolean, String)}. */
    public static void refuse(HttpServletRequest request, String instead) {
        refuse(isAsked(request.getHeader(HEADER)), instead);
    }
}
