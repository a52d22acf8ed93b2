package dev.parley.agent;

import java.util.ArrayDeque;
import java.util.Queue;

/** What a user says to a run under way. Shared by whoever hears the user and the run's thread. */
public final class Inbox {

    private static final int MOST = 16;

    private final Queue<String> texts = new ArrayDeque<>();
    private boolean closed;

    /** Whether the run will hear it: before its next answer, or by one answer more if it was about to end. */
    public synchronized boolean offer(String text) {
        return !closed && texts.size() < MOST && texts.add(text);
    }

    /** The next text, null for none. */
    synchronized String poll() {
        return texts.poll();
    }

    /** Closes it for good, unless something is in it. */
    synchronized boolean closeIfEmpty() {
        closed = closed || texts.isEmpty();
        return closed;
    }

    synchronized void close() {
        closed = true;
    }
}
