package dev.parley.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.responses.Dialogue;
import dev.parley.responses.Turn;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One lane of a socket: turns one after the other, in the order they were asked for. What is asked for while it is busy waits, takes the
 * place of what runs, or is refused, as its frame says.
 */
final class Lane {

    private final String name;
    private final AgentSession session;
    private final Sessions house;
    private final Dialogue dialogue;
    private final Waiting waiting;
    private final AtomicInteger steers = new AtomicInteger();
    private boolean busy;
    private boolean cancelled;
    private Turn turn;
    private volatile LaneOutlet outlet;

    /** @param name null for the lane without one */
    Lane(String name, AgentSession session, Sessions house, Dialogue dialogue) {
        this.name = name;
        this.session = session;
        this.house = house;
        this.dialogue = dialogue;
        this.waiting = new Waiting(house.rules(), session.waitingBytes());
    }

    /** @throws ApiException when it is refused at once */
    void create(Command.Create wanted) {
        synchronized (this) {
            if (busy) {
                wait(wanted);
                return;
            }
            session.enter();
            busy = true;
        }
        house.run(() -> begin(wanted::body));
    }

    private void wait(Command.Create wanted) {
        if (wanted.busy() == Command.Busy.REJECT && !isEnding()) {
            throw new ApiException(
                    ErrorCode.CONFLICT, "A response is under way here; wait for its end, or send busy: queue.");
        }
        waiting.add(wanted);
        if (wanted.busy() == Command.Busy.INTERRUPT) {
            stop();
        }
    }

    /** @throws ApiException {@code NOT_FOUND} when there is nothing to cancel */
    synchronized void cancel(Command.Cancel wanted) {
        demandTurn(wanted.responseId());
        stop();
    }

    /** Under the lock. One that is only about to begin is stopped when it has. */
    private void stop() {
        cancelled = true;
        if (turn != null) {
            turn.cancel();
        }
    }

    /** The running response takes it, if it is one that listens; else it is what the next one, which goes on from it, is asked. */
    void steer(Command.Steer wanted) {
        int number = steers.getAndIncrement();
        try {
            session.say(SteerEvents.accepted(wanted, steered(wanted), number));
        } catch (ApiException refused) {
            session.say(SteerEvents.failed(wanted, refused, number));
        }
    }

    private String steered(Command.Steer wanted) {
        Command.Create next;
        String steered;
        synchronized (this) {
            demandTurn(wanted.responseId());
            if (turn == null) {
                throw notActive();
            }
            steered = turn.id();
            if (turn.steer(wanted.input())) {
                return steered;
            }
            next = new Command.Create(name, Command.Busy.QUEUE, turn.followUp(wanted.input()));
        }
        create(next);
        return steered;
    }

    private void demandTurn(String responseId) {
        if (!busy || isEnding()) {
            throw notActive();
        }
        if (responseId != null && (turn == null || !turn.id().equals(responseId))) {
            throw new ApiException(
                    ErrorCode.NOT_FOUND, "The response '%s' is not under way here.".formatted(responseId));
        }
    }

    /** Whether its response has ended, and only its last frames are under way: its client may have read them already. */
    private boolean isEnding() {
        return turn != null && turn.heard().outcome() != null;
    }

    private static ApiException notActive() {
        return new ApiException(ErrorCode.NOT_FOUND, "No response is under way here.");
    }

    /** On a virtual thread: it asks the database. */
    private void begin(Supplier<ObjectNode> body) {
        if (session.isOver()) {
            next();
            return;
        }
        var request = new TurnRequest(session.visitor());
        try {
            attach(request.begin(house, dialogue, body.get()), request);
        } catch (RuntimeException thrown) {
            var refused =
                    Faults.of(thrown); // a defect of ours is logged there, and must not leave the lane busy for ever
            request.refused(refused.code());
            var next = free(); // before its client hears of it, who may ask at once whether it runs
            session.tell(name, refused);
            goOn(next);
        }
    }

    private void attach(Turn begun, TurnRequest request) {
        synchronized (this) {
            turn = begun;
            if (cancelled) {
                turn.cancel();
            }
        }
        outlet = new LaneOutlet(
                session,
                () -> {
                    request.ended();
                    next();
                },
                request::left);
        house.listen(begun, name, outlet);
    }

    private void next() {
        goOn(free());
    }

    /** Lets go of the turn; what is asked for next, null for nothing. */
    private Supplier<ObjectNode> free() {
        Supplier<ObjectNode> next;
        synchronized (this) {
            turn = null;
            outlet = null;
            cancelled = false;
            next = session.isOver() ? null : waiting.poll();
            busy = next != null;
        }
        if (next == null) {
            session.leave();
        }
        return next;
    }

    private void goOn(Supplier<ObjectNode> next) {
        if (next != null) {
            house.run(() -> begin(next));
        }
    }

    /** The socket is gone. */
    void closed() {
        synchronized (this) {
            waiting.clear();
        }
        var listening = outlet;
        if (listening != null) {
            listening.close();
        }
    }
}
