package dev.parley.session;

import dev.parley.run.Outlet;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** The way of one turn's frames through the socket that its lane shares with others. One frame of it is under way at a time. */
final class LaneOutlet implements Outlet<byte[]> {

    private final AgentSession session;
    private final Runnable ended;
    private final Runnable left;
    private Runnable wake = () -> {};
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile boolean underWay;

    /**
     * @param ended called when the last frame is through
     * @param left called instead when the socket is gone before
     */
    LaneOutlet(AgentSession session, Runnable ended, Runnable left) {
        this.session = session;
        this.ended = ended;
        this.left = left;
    }

    @Override
    public void onChange(Runnable listener) {
        wake = listener;
    }

    @Override
    public boolean isReady() {
        return !underWay;
    }

    @Override
    public boolean isGone() {
        return session.isOver();
    }

    @Override
    public void send(byte[] frame) {
        underWay = true;
        session.outbox().add(new String(frame, StandardCharsets.UTF_8), this::sent);
    }

    private void sent() {
        underWay = false;
        wake.run();
    }

    @Override
    public void end() {
        if (over.compareAndSet(false, true)) {
            ended.run();
        }
    }

    @Override
    public void breakOff() {
        session.breakOff();
    }

    /** The socket is gone. */
    void close() {
        if (over.compareAndSet(false, true)) {
            left.run();
        }
        wake.run();
    }
}
