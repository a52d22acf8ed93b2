package dev.parley.session;

import java.util.function.Consumer;

/** The other side of a socket. Nothing here blocks, but for {@link #ping}. */
interface Peer {

    /**
     * Sends one text message; not before the last one is through.
     *
     * @param done told whether it is through, on whatever thread
     */
    void send(String text, Consumer<Boolean> done);

    /** Asks whether it lives. May block when it takes nothing. */
    void ping();

    /** Says good-bye, some time soon. Idempotent. */
    void close(int code, String reason);
}
