package dev.parley.responses;

import dev.parley.agent.Inbox;
import dev.parley.run.Audible;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.List;

/** A response that has been started: what can be heard of it, as the wire says it. It knows nothing of the way its answer goes. */
final class Turn {

    private static final int NOTHING_SEEN = -1;

    private final Exchange exchange;
    private final Run run;
    private final Inbox inbox;

    /** @param inbox takes what the user says meanwhile, null for a response that does not hear it */
    Turn(Exchange exchange, Run run, Inbox inbox) {
        this.exchange = exchange;
        this.run = run;
        this.inbox = inbox;
    }

    /**
     * Says something to the response under way: the next answer of its model takes it into account, and if it was about to end, there is
     * one answer more. False when it is too late, or the response was begun in a way in which it does not hear.
     */
    boolean steer(String text) {
        return inbox != null && inbox.offer(text);
    }

    /** What listeners attach to. */
    Audible heard() {
        return run;
    }

    /** All its events, from the first one on. */
    ResponseEvents events() {
        return new ResponseEvents(exchange, run, NOTHING_SEEN);
    }

    /** The response as it is before anybody has worked at it. */
    ResponseWire queued() {
        return ResponseWire.of(exchange, run.model(), Standing.QUEUED, List.of());
    }

    /** The response that has ended, or the {@code ApiException} that is the answer in its place. */
    ResponseWire answer(Outcome outcome) {
        var finished = Finished.of(exchange, run, outcome);
        if (finished.refusal() != null) {
            throw finished.refusal();
        }
        return finished.wire();
    }
}
