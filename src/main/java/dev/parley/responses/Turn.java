package dev.parley.responses;

import dev.parley.run.Audible;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.List;

/** A response that has been started: what can be heard of it, as the wire says it. It knows nothing of the way its answer goes. */
final class Turn {

    private static final int NOTHING_SEEN = -1;

    private final Exchange exchange;
    private final Run run;

    Turn(Exchange exchange, Run run) {
        this.exchange = exchange;
        this.run = run;
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
