package dev.parley.responses;

import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.governance.Caller;
import dev.parley.problem.ApiException;
import dev.parley.run.Outcome;
import dev.parley.run.Replies;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.List;

/** Starts what {@code POST /v1/responses} asks for and answers it: as JSON, as a stream, or at once while it goes on. */
@ApplicationScoped
class ResponseDoor {

    private static final int NOTHING_SEEN = -1;

    @Inject
    Generation generation;

    @Inject
    Replies replies;

    @Inject
    Exchanges exchanges;

    @Inject
    Archive archive;

    @Inject
    LiveResponses live;

    void create(ResponseRequest body, AsyncResponse response, HttpServletRequest request, HttpServletResponse http) {
        var exchange = exchanges.accept(body, Caller.of(request).owner());
        var run = start(exchange, Requester.of(request));
        if (body.isStream()) {
            var events = new ResponseEvents(exchange, run, NOTHING_SEEN);
            if (body.isBackground()) {
                replies.promptStream(run, events, request, http);
            } else {
                replies.lateStream(run, events, response, request, http);
            }
        } else if (body.isBackground()) {
            response.resume(ResponseWire.of(exchange, run.model(), Standing.QUEUED, List.of()));
        } else {
            replies.whole(run, response, http, outcome -> answer(exchange, run, outcome));
        }
    }

    /** A stored response is in the database before its run begins, and how it ended before anybody hears of that. */
    private Run start(Exchange exchange, Requester by) {
        if (!exchange.request().isStored()) {
            return generate(exchange, by);
        }
        archive.begin(exchange);
        try {
            var run = generate(exchange, by);
            live.add(new LiveResponses.Live(exchange, run));
            run.end().thenAccept(outcome -> archive.end(exchange, Finished.of(exchange, run, outcome)));
            return run;
        } catch (ApiException refused) {
            archive.remove(exchange.id(), exchange.owner());
            throw refused;
        }
    }

    private Run generate(Exchange exchange, Requester by) {
        boolean background = exchange.request().isBackground();
        return generation.start(new GenerationRequest(
                by,
                "responses",
                exchange.prompt(),
                background || exchange.request().isStream(),
                background,
                null));
    }

    private static ResponseWire answer(Exchange exchange, Run run, Outcome outcome) {
        var finished = Finished.of(exchange, run, outcome);
        if (finished.refusal() != null) {
            throw finished.refusal();
        }
        return finished.wire();
    }
}
