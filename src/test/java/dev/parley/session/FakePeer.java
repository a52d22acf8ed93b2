package dev.parley.session;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A client's end of a socket, which takes what it gets at once, when it is told to, or not at all. */
final class FakePeer implements Peer {

    /** What came, in order. */
    final List<String> frames = new CopyOnWriteArrayList<>();

    /** With what it was closed: {@code 1000 reason}. */
    final List<String> closes = new CopyOnWriteArrayList<>();

    final AtomicInteger pings = new AtomicInteger();

    private final Queue<Consumer<Boolean>> untaken = new ArrayDeque<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean overrun;
    private volatile boolean slow;

    /** From now on takes a frame only when told to. */
    void beSlow() {
        slow = true;
    }

    /** Takes the frame that is under way. */
    void take() {
        through(untaken.remove(), true);
    }

    /** Is gone with the frame that is under way. */
    void lose() {
        through(untaken.remove(), false);
    }

    /** Whether a frame was sent before the one before was through. */
    boolean wasOverrun() {
        return overrun;
    }

    @Override
    public void send(String text, Consumer<Boolean> done) {
        overrun |= underWay.incrementAndGet() > 1;
        frames.add(text);
        if (slow) {
            untaken.add(done);
        } else {
            through(done, true);
        }
    }

    private void through(Consumer<Boolean> done, boolean taken) {
        underWay.decrementAndGet();
        done.accept(taken);
    }

    @Override
    public void ping() {
        pings.incrementAndGet();
    }

    @Override
    public void close(int code, String reason) {
        closes.add(code + " " + reason);
    }
}
