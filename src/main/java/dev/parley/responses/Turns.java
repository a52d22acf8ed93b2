package dev.parley.responses;

import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.generation.RunName;
import dev.parley.generation.Verdict;
import dev.parley.problem.ApiException;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Starts what a caller asks for, whichever way the request came and its answer goes. */
@ApplicationScoped
class Turns {

    @Inject
    Generation generation;

    @Inject
    Exchanges exchanges;

    @Inject
    Archive archive;

    @Inject
    LiveResponses live;

    /**
     * Takes {@code request} apart and starts it. Returns at once, but for the database.
     *
     * @throws ApiException when it is refused; nothing is stored or paid then
     */
    Turn begin(ResponseRequest request, Requester by) {
        return begin(request, by, Recollection.NOTHING);
    }

    /** The same for a caller who remembers more than is stored. */
    Turn begin(ResponseRequest request, Requester by, Recollection known) {
        var exchange = exchanges.accept(request, by.caller().owner(), known);
        var run = start(exchange, by);
        return new Turn(isReplay(exchange, run, by) ? exchange.of(run.spec()) : exchange, run);
    }

    /** Takes {@code request} in and has nothing generated; only who is told of it knows of it. */
    Turn preload(ResponseRequest request, Requester by, Recollection known) {
        var exchange = exchanges.accept(request, by.caller().owner(), known);
        return new Turn(exchange, generation.nothing(wanted(exchange, by)));
    }

    /** What {@link #begin} would do. Nothing is stored. */
    Verdict assess(ResponseRequest request, Requester by) {
        return generation.assess(wanted(exchanges.accept(request, by.caller().owner()), by), 1);
    }

    /** A stored response is in the database before its run begins, and how it ended before anybody hears of that. */
    private Run start(Exchange exchange, Requester by) {
        if (!exchange.request().isStored()) {
            return generate(exchange, by);
        }
        archive.begin(exchange);
        try {
            var run = generate(exchange, by);
            if (isReplay(exchange, run, by)) {
                archive.remove(exchange.id(), exchange.owner());
                return run;
            }
            live.add(new LiveResponses.Live(exchange, run));
            run.end().thenAccept(outcome -> archive.end(exchange, Finished.of(exchange, run, outcome)));
            return run;
        } catch (ApiException refused) {
            archive.remove(exchange.id(), exchange.owner());
            throw refused;
        }
    }

    /** Whether the request was sent before, under the same key: then its response is there already. */
    private static boolean isReplay(Exchange exchange, Run run, Requester by) {
        return by.idempotencyKey() != null && !run.id().equals(exchange.runId());
    }

    private Run generate(Exchange exchange, Requester by) {
        return generation.start(wanted(exchange, by));
    }

    private static GenerationRequest wanted(Exchange exchange, Requester by) {
        boolean background = exchange.request().isBackground();
        return new GenerationRequest(
                by,
                "responses",
                exchange.prompt(),
                background || exchange.request().isStream(),
                background,
                null,
                0,
                new RunName(exchange.runId(), exchange.createdAt()));
    }
}
