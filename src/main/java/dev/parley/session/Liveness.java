package dev.parley.session;

/**
 * Whether the peer of one socket lives. It is asked from time to time, and is dead when it was silent for too long and left the question
 * unanswered. Where nothing is under way the question is a ping; else it is the frame under way, which the peer answers by taking it:
 * behind that a ping would wait, and its thread.
 */
final class Liveness {

    private static final int PONG = 0;

    private final Outbox outbox;
    private final Runnable ping;
    private final SessionSettings rules;
    private volatile long heardAt;
    private volatile boolean asked;
    private long askedAt;
    private long pingedAt;

    /** Which frame's being through is the answer; {@link #PONG} for a ping. */
    private int awaited;

    Liveness(Outbox outbox, Runnable ping, SessionSettings rules, long now) {
        this.outbox = outbox;
        this.ping = ping;
        this.rules = rules;
        heardAt = now;
        pingedAt = now;
    }

    /** From any thread. */
    void heard(long now) {
        heardAt = now;
        asked = false;
    }

    /** Asks when it is time; true when the peer is dead. Called by the pulse. */
    boolean isDead(long now) {
        if (asked && awaited != PONG && outbox.through() - awaited >= 0) {
            heard(now);
        }
        if (asked
                && now - askedAt >= rules.ping().toNanos()
                && now - heardAt > rules.deadAfter().toNanos()) {
            return true;
        }
        if (now - pingedAt > rules.ping().toNanos()) {
            pingedAt = now;
            ask(now);
        }
        return false;
    }

    private void ask(long now) {
        int through =
                outbox.through(); // before the look at what is under way, so that no frame is awaited that never comes
        boolean idle = outbox.isIdle();
        if (!asked) {
            awaited = idle ? PONG : through + 1;
            askedAt = now;
            asked = true;
        }
        if (idle) {
            ping.run();
        }
    }
}
