package dev.parley.rag.document;

import org.apache.tika.exception.ZeroByteFileException;

/** Knows by their exceptions the bounds that the parsers keep against files that unpack to too much. */
final class SecureBounds {

    private SecureBounds() {}

    static boolean isBroken(Throwable failure) {
        for (var each = failure; each != null && !(each instanceof ZeroByteFileException); each = each.getCause()) {
            var message = String.valueOf(each.getMessage());
            if (message.contains("Zip bomb") || message.contains("zip bomb") || each instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }
}
