package dev.parley.http;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;

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
}
