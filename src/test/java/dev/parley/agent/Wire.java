package dev.parley.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a client and a server, and sees how many connections the client has open. */
final class Wire implements AutoCloseable {

    private final ServerSocket here;
    private final int there;
    private final AtomicInteger open = new AtomicInteger();

    private Wire(ServerSocket here, int there) {
        this.here = here;
        this.there = there;
    }

    static Wire to(int port) {
        try {
            var wire = new Wire(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            Thread.startVirtualThread(wire::accept);
            return wire;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    int port() {
        return here.getLocalPort();
    }

    int open() {
        return open.get();
    }

    private void accept() {
        try {
            while (true) {
                var client = here.accept();
                open.incrementAndGet();
                var server = new Socket(InetAddress.getLoopbackAddress(), there);
                Thread.startVirtualThread(() -> {
                    pass(client, server);
                    open.decrementAndGet();
                });
                Thread.startVirtualThread(() -> pass(server, client));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    /** Until {@code from} says no more. */
    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // which ends it as well
        }
    }

    @Override
    public void close() {
        try {
            here.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
