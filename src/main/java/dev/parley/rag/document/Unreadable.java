package dev.parley.rag.document;

/** A file that no text can be read from, with the reason as its owner is told it. */
public final class Unreadable extends Exception {

    public Unreadable(String reason) {
        super(reason);
    }

    public Unreadable(String reason, Throwable cause) {
        super(reason, cause);
    }
}
