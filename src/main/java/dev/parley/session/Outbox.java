package dev.parley.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends the frames of all lanes of one socket, one after the other, in the order they come. Nobody waits: whoever finds it idle sends,
 * and goes on when the peer has taken the frame.
 */
final class Outbox {

    private record Frame(String text, Runnable sent) {}

    private final Peer peer;
    private final Runnable lost;
    private final Queue<Frame> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile int through;
    private volatile boolean closed;

    /** @param lost told when the peer takes no more */
    Outbox(Peer peer, Runnable lost) {
        this.peer = peer;
        this.lost = lost;
    }

    /** @param sent called when the peer has taken it; never when it is lost before */
    void add(String text, Runnable sent) {
        if (closed) {
            return;
        }
        size.incrementAndGet();
        waiting.add(new Frame(text, sent));
        sendNext();
    }

    /** Whether all frames are through. */
    boolean isIdle() {
        return size.get() == 0;
    }

    /** How many frames the peer has taken, around the turn of the int. */
    int through() {
        return through;
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void sendNext() {
        while (!closed && !waiting.isEmpty() && sending.compareAndSet(false, true)) {
            var frame = waiting.poll();
            if (frame != null) {
                peer.send(frame.text(), taken -> sent(frame, taken));
                return;
            }
            sending.set(false);
        }
    }

    private void sent(Frame frame, boolean taken) {
        if (!taken) {
            lost.run();
            return;
        }
        through++; // by one thread at a time, whoever is sending
        size.decrementAndGet();
        sending.set(false);
        frame.sent().run();
        sendNext();
    }
}
