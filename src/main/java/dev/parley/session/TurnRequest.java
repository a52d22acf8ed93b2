package dev.parley.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.generation.Requester;
import dev.parley.observability.LogContext;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Ids;
import dev.parley.problem.ErrorCode;
import dev.parley.responses.Dialogue;
import dev.parley.responses.Turn;

/** A turn as the request that it is for the house: with a name of its own, in the log, and with the rights of this moment. */
final class TurnRequest {

    private static final int OK = 200;

    private final Visitor visitor;
    private final RequestContext context;

    TurnRequest(Visitor visitor) {
        this.visitor = visitor;
        this.context = RequestContext.background(Ids.next("req"), visitor.traceparent(), "/v1/responses");
    }

    /** Blocks for the database. @throws RuntimeException whatever refuses it, {@link #refused} is to be told */
    Turn begin(Sessions house, Dialogue dialogue, ObjectNode body) {
        try (var log = LogContext.of(context)) {
            var caller = house.again(visitor.caller());
            context.identified(caller.id(), caller.owner());
            return dialogue.begin(body, new Requester(context, caller));
        }
    }

    void refused(ErrorCode code) {
        context.ended(code.status());
    }

    /** Its last frame is through. */
    void ended() {
        context.ended(OK);
    }

    /** The socket was gone before. */
    void left() {
        context.ended(ErrorCode.CANCELLED.status());
    }
}
