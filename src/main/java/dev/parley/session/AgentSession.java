package dev.parley.session;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One socket. It begins with the upgrade, hands what its client asks for to its lanes, and ends when the peer leaves, is silent for too
 * long, or a bound of the socket is reached; what its turns still do then has lost this listener.
 *
 * <p>Frames come one after the other; all else may come from any thread at any time.
 */
final class AgentSession {

    /** Characters of answers to frames that wait to be taken, beyond which a client that sends much and reads nothing is told no more. */
    private static final int MOST_UNREAD = 64 << 10;

    private final Visitor visitor;
    private final Peer peer;
    private final Sessions house;
    private final Outbox outbox;
    private final Lanes lanes = new Lanes();
    private final AtomicInteger unread = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Liveness liveness;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Lifetime lifetime;
    private boolean retired;

    AgentSession(Visitor visitor, Peer peer, Sessions house) {
        this.visitor = visitor;
        this.peer = peer;
        this.house = house;
        this.outbox = new Outbox(peer, this::closed);
        long now = house.now();
        lifetime = new Lifetime(house.rules(), now);
        liveness = new Liveness(outbox, () -> house.run(peer::ping), house.rules(), now);
    }

    Visitor visitor() {
        return visitor;
    }

    /** Completes when the socket is gone. */
    CompletionStage<Void> end() {
        return end;
    }

    void receive(String message) {
        if (over.get()) {
            return; // it came before its sender knew
        }
        heard();
        lifetime.active(house.now());
        if (message.length() > house.rules().maxFrame()) {
            close(
                    WebSocketCodes.TOO_LARGE,
                    "A message has %d characters at most (parley.session.max-frame)."
                            .formatted(house.rules().maxFrame()));
            return;
        }
        String lane = null;
        try {
            var frame = CommandReader.parse(message);
            lane = CommandReader.lane(frame);
            follow(CommandReader.read(frame));
        } catch (ApiException refused) {
            tell(lane, refused);
        }
    }

    void receiveBinary() {
        heard();
        lifetime.active(house.now());
        tell(null, new ApiException(ErrorCode.BAD_REQUEST, "Send text frames of JSON; binary ones are not read."));
    }

    private void follow(Command command) {
        switch (command) {
            case Command.Create create -> {
                lifetime.demandTime(house.now());
                lanes.open(create.lane(), name -> house.lane(name, this)).create(create);
            }
            case Command.Cancel cancel -> lanes.find(cancel.lane()).cancel(cancel);
            case Command.Steer steer -> lanes.find(steer.lane()).steer(steer);
        }
    }

    /** A lane begins to work. @throws ApiException {@code WEBSOCKET_STREAM_LIMIT_REACHED} */
    void enter() {
        lanes.enter();
    }

    /** A lane has nothing to do any more. */
    void leave() {
        lifetime.active(house.now());
        lanes.leave();
    }

    /** Bytes of the requests that wait in all lanes. */
    AtomicLong waitingBytes() {
        return lanes.waitingBytes();
    }

    Outbox outbox() {
        return outbox;
    }

    boolean isOver() {
        return over.get();
    }

    /** Sends a failure, which leaves the socket usable. */
    void tell(String lane, ApiException failure) {
        say(house.error(lane, failure));
    }

    /** Answers a frame at once, beside what the lanes send. */
    void say(String frame) {
        if (unread.getAndAdd(frame.length()) > MOST_UNREAD) {
            close(WebSocketCodes.POLICY, "You send more than you read.");
        } else {
            outbox.add(frame, () -> unread.addAndGet(-frame.length()));
        }
    }

    /** The peer lives. */
    void heard() {
        liveness.heard(house.now());
    }

    /** Keeps the time; called by the pulse. */
    void beat(long now, boolean draining) {
        if (liveness.isDead(now)) {
            breakOff();
            return;
        }
        if (!lanes.areIdle()) {
            return;
        }
        if (draining) {
            close(WebSocketCodes.GOING_AWAY, "The server is stopping; connect to another one.");
        } else if (lifetime.isOver(now)) {
            retire();
        } else if (lifetime.isIdleForTooLong(now)) {
            close(WebSocketCodes.NORMAL, "The connection was idle for too long.");
        }
    }

    /** Tells it once; a peer that does not take that is closed by one of the other rules. */
    private void retire() {
        if (!retired) {
            retired = true;
            outbox.add(
                    house.error(null, lifetime.over()),
                    () -> close(WebSocketCodes.NORMAL, "The connection is too old."));
        }
    }

    /** The key is no longer good. */
    void expel(ApiException why) {
        close(WebSocketCodes.POLICY, why.detail());
    }

    /** Ends it without a word, as for a peer that is dead. */
    void breakOff() {
        close(WebSocketCodes.GOING_AWAY, "");
    }

    void broken(Throwable failure) {
        house.log(failure);
        closed();
    }

    private void close(int code, String reason) {
        if (!over.get()) {
            house.run(() -> peer.close(code, WebSocketCodes.reason(reason)));
            closed();
        }
    }

    /** Whoever notices first that the socket is gone. */
    void closed() {
        if (over.compareAndSet(false, true)) {
            outbox.close();
            lanes.close();
            end.complete(null);
        }
    }
}
