package dev.parley.run;

/**
 * The way to one client. Nothing here blocks. {@code isReady}, {@code send} and {@code end} are called by one thread at a time.
 *
 * @param <E> an event as the outlet takes it
 */
public interface Outlet<E> {

    /** Whatever changes by itself (ready again, gone) is told by calling {@code wake}; to be set before anything is sent. */
    void onChange(Runnable wake);

    /** Whether the last event is through and another may be sent. */
    boolean isReady();

    /** Whether the client has left. Final. */
    boolean isGone();

    /** Sends and flushes one event; only when ready. */
    void send(E event);

    /** Ends the stream well; only when ready, and once. */
    void end();

    /** Cuts the connection without an end, so that the client sees a failure. From any thread. */
    void breakOff();
}
