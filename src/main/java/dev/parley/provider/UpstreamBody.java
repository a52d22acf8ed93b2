package dev.parley.provider;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * The body of one upstream answer, and with it the connection: read to its end it gives the connection back to the pool, failed it has
 * lost it. In between there are two ways to part, {@link #close} and {@link #finish}.
 *
 * <p>The stream underneath can't be closed: its {@code close()} reads on to the end of the body, which the upstream may never send.
 * What ends a connection is an interrupt, since a virtual thread that would block on a socket while interrupted closes it (JEP 444). So
 * both ways read on in a virtual thread of their own, where an interrupt can hit nothing else and an upstream that floods holds up
 * nobody.
 */
final class UpstreamBody extends InputStream {

    /** The end of the body usually comes in the same packet as the last event. */
    private static final Duration PATIENCE = Duration.ofMillis(250);

    private static final int MOST_AFTER_THE_END = 65_536;

    private final Response response;
    private final InputStream in;
    private boolean parted;

    UpstreamBody(Response response) {
        this.response = response;
        // an answer like 204 has none
        this.in = response.getEntity() instanceof InputStream entity ? entity : InputStream.nullInputStream();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        try {
            int count = in.read(bytes, from, length);
            if (count < 0) {
                parted = true;
                response.close();
            }
            return count;
        } catch (IOException brokeOff) {
            parted = true;
            throw brokeOff;
        }
    }

    /** Ends the connection at once, unless the body was read to its end. Idempotent. */
    @Override
    public void close() {
        if (!parted) {
            parted = true;
            readOn().interrupt();
        }
    }

    /**
     * Gives the connection back after the last event: what is left of the body is its end mark. An upstream that keeps the body open, or
     * goes on talking, loses the connection.
     */
    void finish() {
        if (parted) {
            return;
        }
        parted = true;
        var reader = readOn();
        try {
            if (!reader.join(PATIENCE)) {
                reader.interrupt();
            }
        } catch (InterruptedException nobodyWaits) {
            reader.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private Thread readOn() {
        return Thread.ofVirtual().name("parley-upstream-rest").start(() -> {
            try {
                drain();
                response.close();
            } catch (IOException ended) {
                // and the connection with it, as intended
            }
        });
    }

    private void drain() throws IOException {
        var rest = new byte[8_192];
        int count;
        for (long read = 0; (count = in.read(rest)) >= 0; read += count) {
            if (read > MOST_AFTER_THE_END) {
                // from here on the first pause of the upstream ends it
                Thread.currentThread().interrupt();
                Thread.yield();
            }
        }
    }
}
