package dev.parley.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers of the tests' own, counted up from the test server's. One that the system chooses (port 0) is given back before the
 * server binds it seconds later, and may meanwhile have gone to a scripted upstream or an outgoing connection.
 */
final class Ports {

    private static final AtomicInteger LAST = new AtomicInteger(Integer.getInteger("it.http.port") + 100);

    private Ports() {}

    /** The next port that nobody listens on; no port is given twice in one run of the tests. */
    static int next() {
        for (; ; ) {
            int port = LAST.incrementAndGet();
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
    }
}
