package dev.parley.upstream;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One connection: reads requests, writes bytes, and knows at once when the client closes it. */
final class UpstreamConnection implements Closeable {

    private final Socket socket;
    private final PushbackInputStream in;
    private final OutputStream out;
    private final CountDownLatch closedByClient = new CountDownLatch(1);
    private volatile long closedAt;
    private volatile boolean closedByUs;
    private Thread watcher;

    UpstreamConnection(Socket socket) {
        this.socket = socket;
        try {
            socket.setTcpNoDelay(true);
            in = new PushbackInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The next request; null when the client closed the connection instead. */
    RecordedRequest read() throws IOException {
        awaitNextRequest();
        if (isClosedByClient()) {
            return null;
        }
        var line = line();
        if (line.isEmpty()) {
            return null;
        }
        var headers = new HashMap<String, String>();
        for (var header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(),
                    header.substring(colon + 1).strip());
        }
        var body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        watch();
        return new RecordedRequest(line, headers, body);
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Waits until the client closes the connection, or the time is over; true for the former. */
    boolean awaitClose(long millis) {
        try {
            return closedByClient.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    boolean isClosedByClient() {
        return closedByClient.getCount() == 0;
    }

    /** When the client closed it, in nanoseconds of {@link System#nanoTime()}. */
    long closedAt() {
        return closedAt;
    }

    /** Ends the connection with RST, so that the client gets "connection reset". */
    void reset() {
        closedByUs = true;
        try (socket) {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // which is what was wanted
        }
    }

    @Override
    public void close() throws IOException {
        closedByUs = true;
        socket.close();
    }

    /** While a request is answered, the next byte to come is the next request's first, or the end. */
    private void watch() {
        watcher = Thread.ofVirtual().name("upstream-watch").start(() -> {
            try {
                int next = in.read();
                if (next >= 0) {
                    in.unread(next);
                    return;
                }
            } catch (SocketException reset) {
                // an end too
            } catch (IOException unexpected) {
                throw new UncheckedIOException(unexpected);
            }
            if (!closedByUs) {
                closedAt = System.nanoTime();
                closedByClient.countDown();
            }
        });
    }

    private void awaitNextRequest() {
        try {
            if (watcher != null) {
                watcher.join();
            }
        } catch (InterruptedException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }
}
