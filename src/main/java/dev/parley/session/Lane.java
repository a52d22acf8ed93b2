package dev.parley.session;

import dev.parley.generation.Requester;
import dev.parley.observability.LogContext;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Faults;
import dev.parley.responses.Dialogue;
import dev.parley.responses.Turn;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One lane of a socket: turns one after the other, in the order they were asked for. What is asked for while it is busy waits, takes the
 * place of what runs, or is refused, as its frame says.
 */
final class Lane {

    private static final int OK = 200;

    private final String name;
    private final AgentSession session;
    private final Sessions house;
    private final Dialogue dialogue;
    private final Deque<Command.Create> waiting = new ArrayDeque<>(0);
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
        house.run(() -> begin(wanted));
    }

    private void wait(Command.Create wanted) {
        switch (wanted.busy()) {
            case REJECT -> {
                if (!isEnding()) {
                    throw new ApiException(
                            ErrorCode.CONFLICT, "A response is under way here; wait for its end, or send busy: queue.");
                }
                demandPlace(Math.max(1, house.rules().mostQueued()));
                waiting.addLast(wanted);
            }
            case QUEUE -> {
                demandPlace(house.rules().mostQueued());
                waiting.addLast(wanted);
            }
            case INTERRUPT -> {
                demandPlace(Math.max(1, house.rules().mostQueued()));
                waiting.addFirst(wanted);
                stop();
            }
        }
    }

    private void demandPlace(int most) {
        if (waiting.size() >= most) {
            throw new ApiException(
                    ErrorCode.RATE_LIMITED,
                    "%d requests wait here already (parley.session.max-queued); wait for answers."
                            .formatted(waiting.size()));
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
    private void begin(Command.Create wanted) {
        if (session.isOver()) {
            next();
            return;
        }
        var visitor = session.visitor();
        var context = RequestContext.background(Ids.next("req"), visitor.traceparent(), "/v1/responses");
        try (var log = LogContext.of(context)) {
            var caller = house.again(visitor.caller());
            context.identified(caller.id(), caller.owner());
            attach(dialogue.begin(wanted.body(), new Requester(context, caller)), context);
        } catch (RuntimeException thrown) {
            var refused =
                    Faults.of(thrown); // a defect of ours is logged there, and must not leave the lane busy for ever
            context.ended(refused.code().status());
            var next = free(); // before its client hears of it, who may ask at once whether it runs
            session.tell(name, refused);
            goOn(next);
        }
    }

    private void attach(Turn begun, RequestContext context) {
        synchronized (this) {
            turn = begun;
            if (cancelled) {
                turn.cancel();
            }
        }
        outlet = new LaneOutlet(
                session,
                () -> {
                    context.ended(OK);
                    next();
                },
                () -> context.ended(ErrorCode.CANCELLED.status()));
        house.listen(begun, name, outlet);
    }

    private void next() {
        goOn(free());
    }

    /** Lets go of the turn; what is asked for next, null for nothing. */
    private Command.Create free() {
        Command.Create next;
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

    private void goOn(Command.Create next) {
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
