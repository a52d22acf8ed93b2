package dev.parley.bench;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import java.util.function.Consumer;

/** A keep-alive connection to the server that carries one exchange at a time. */
class ClientConnection implements HttpReader.Listener, AutoCloseable {
    private final Consumer<ClientConnection> onEnd;
    private final String authorization;
    private final SocketChannel channel;
    private final HttpReader answers = HttpReader.ofAnswers(this);
    private Exchange exchange;
    private boolean keepAlive = true;
    private long arrival;

    /** The callback is told of each end, good or bad, and may send the next request at once. */
    ClientConnection(Target server, Selector selector, Consumer<ClientConnection> onEnd) throws IOException {
        this.onEnd = onEnd;
        this.authorization = server.authorization();
        this.channel = SocketChannel.open(server.address());
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    Exchange exchange() {
        return exchange;
    }

    /** When what is read now has come. */
    long arrival() {
        return arrival;
    }

    boolean reusable() {
        return keepAlive && channel.isOpen();
    }

    /** Takes the exchange whose answer comes next. */
    final void begin(Exchange next) {
        exchange = next;
    }

    void send(Exchange next) {
        begin(next);
        ByteBuffer request = next.request(authorization);
        next.sent(System.nanoTime());
        write(request);
    }

    final void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            broken("sending: " + e.getMessage());
        }
    }

    void readable(ByteBuffer received) {
        try {
            int count = channel.read(received.clear());
            arrival = System.nanoTime();
            if (count < 0) {
                closedByServer();
            } else {
                answers.accept(received.array(), count);
            }
        } catch (IOException e) {
            broken("reading: " + e.getMessage());
        }
    }

    private void closedByServer() throws IOException {
        keepAlive = false;
        channel.close();
        answers.closed();
        if (exchange != null) {
            broken("the server closed the connection in the middle of an answer");
        }
    }

    final void broken(String why) {
        keepAlive = false;
        if (exchange != null) {
            exchange.fail(why);
            finish();
        }
    }

    @Override
    public void head(String head) {
        if (exchange == null) {
            throw new IllegalStateException("an answer to no request: " + head);
        }
        exchange.status(Integer.parseInt(head, 9, 12, 10));
        keepAlive = !head.toLowerCase(Locale.ROOT).contains("\r\nconnection: close");
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
        exchange.body(bytes, from, to, arrival);
    }

    @Override
    public void end() {
        exchange.end();
        finish();
    }

    final void finish() {
        onEnd.accept(this);
    }

    /** Forgets the exchange that has ended. */
    void release() {
        exchange = null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
