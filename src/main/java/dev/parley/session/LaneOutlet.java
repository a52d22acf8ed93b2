package dev.parley.session;

import dev.parley.run.Outlet;
import java.nio.charset.StandardCharsets;

/** The way of one turn's frames through the socket that its lane shares with others. One frame of it is under way at a time. */
final class LaneOutlet implements Outlet<byte[]> {

    private final AgentSession session;
    private final Runnable ended;
    private Runnable wake = () -> {};
    private volatile boolean underWay;

    /** @param ended called when the last frame is through */
    LaneOutlet(AgentSession session, Runnable ended) {
        this.session = session;
        this.ended = ended;
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
        ended.run();
    }

    @Override
    public void breakOff() {
        session.breakOff();
    }

    /** The socket is gone. */
    void wake() {
        wake.run();
    }
}
