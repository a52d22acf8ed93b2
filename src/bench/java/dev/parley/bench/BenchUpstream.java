package dev.parley.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * The provider behind the server under test: an OpenAI-compatible {@code POST /v1/chat/completions} that does what the
 * name of the model says (see {@link Script}). One thread waits for sockets and for the next token due, in steps of a
 * millisecond, and writes each token by itself, as a real provider does.
 *
 * <p>Runs as its own process on a free port of 127.0.0.1, which it prints, and ends with its parent: when its standard
 * input closes. {@code GET /idle} tells which idle streams are open and when the others were closed.
 */
final class BenchUpstream {
    private final Selector selector = Selector.open();
    private final ServerSocketChannel door = ServerSocketChannel.open();
    private final ByteBuffer received = ByteBuffer.allocate(64 * 1024);
    private final PriorityQueue<UpstreamConnection> due = new PriorityQueue<>();
    private final Map<String, ScriptedAnswer> answers = new HashMap<>();
    private final IdleLedger idle = new IdleLedger();

    private BenchUpstream() throws IOException {
        door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 4096);
        door.configureBlocking(false);
        door.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] args) throws IOException {
        var upstream = new BenchUpstream();
        System.out.println(upstream.door.socket().getLocalPort());
        Thread.ofPlatform().daemon().start(BenchUpstream::endWithParent);
        upstream.serve();
    }

    private static void endWithParent() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            System.exit(0);
        }
    }

    ScriptedAnswer answer(String model) {
        return answers.computeIfAbsent(model, name -> new ScriptedAnswer(Script.of(name)));
    }

    IdleLedger idle() {
        return idle;
    }

    void later(UpstreamConnection connection) {
        due.add(connection);
    }

    void never(UpstreamConnection connection) {
        due.remove(connection);
    }

    private void serve() throws IOException {
        while (true) {
            long wait = due.isEmpty() ? 60_000 : millisUntil(due.peek().dueAt());
            if (wait > 0) {
                selector.select(this::ready, wait);
            } else {
                selector.selectNow(this::ready);
            }
            long now = System.nanoTime();
            while (!due.isEmpty() && due.peek().dueAt() <= now) {
                due.poll().speak();
            }
        }
    }

    private static long millisUntil(long instant) {
        return Math.ceilDiv(instant - System.nanoTime(), 1_000_000L);
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof UpstreamConnection connection) {
            connection.ready(received);
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            for (var channel = door.accept(); channel != null; channel = door.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                var key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new UpstreamConnection(this, channel, key));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the upstream can take no more connections", e);
        }
    }
}
