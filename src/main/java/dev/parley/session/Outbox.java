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
    private volatile boolean closed;

    /** @param lost told when the peer takes no more */
    Outbox(Peer peer, Runnable lost) {
        this.peer = peer;
        this.lost = lost;
    }

    /** @param sent called when the peer has taken it; never when it is lost before */
    void add(String text, Runnable sent) {
        size.incrementAndGet();
        waiting.add(new Frame(text, sent));
        sendNext();
    }

    /** Frames that are not through. */
    int size() {
        return size.get();
    }

    boolean isIdle() {
        return size.get() == 0;
    }

    void close() {
        closed = true;
        waiting.clear();
    }

    private void sendNext() {
        while (!closed && !waiting.isEmpty() && sending.compareAndSet(false, true)) {
            var frame = waiting.poll();
            if (frame != null) {
                peer.send(frame.text(), through -> sent(frame, through));
                return;
            }
            sending.set(false);
        }
    }

    private void sent(Frame frame, boolean through) {
        if (!through) {
            lost.run();
            return;
        }
        size.decrementAndGet();
        sending.set(false);
        frame.sent().run();
        sendNext();
    }
}
