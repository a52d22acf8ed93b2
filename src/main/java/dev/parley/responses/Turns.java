package dev.parley.responses;

import dev.parley.agent.AgentRequest;
import dev.parley.agent.Agents;
import dev.parley.agent.Inbox;
import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Models;
import dev.parley.generation.Requester;
import dev.parley.generation.RunName;
import dev.parley.generation.Verdict;
import dev.parley.problem.ApiException;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Starts what a caller asks for, whichever way the request came and its answer goes. */
@ApplicationScoped
class Turns {

    @Inject
    Generation generation;

    @Inject
    Models models;

    @Inject
    Agents agents;

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
        return begin(exchanges.accept(request, by.caller().owner(), known), by, false);
    }

    /** The same for a response that may be spoken to while it is under way, {@link Turn#steer}. */
    Turn beginSteerable(ResponseRequest request, Requester by) {
        return begin(exchanges.accept(request, by.caller().owner()), by, true);
    }

    private Turn begin(Exchange exchange, Requester by, boolean steerable) {
        var inbox = steerable || exchange.isAgent() ? new Inbox() : null;
        var started = start(exchange, wanted(exchange, by), inbox);
        var run = started.run();
        return new Turn(isReplay(exchange, run, by) ? exchange.of(run.spec()) : exchange, started, inbox);
    }

    /**
     * The same for a response that no tool runs here for, and on terms that were made elsewhere.
     *
     * @param wanted names the run as {@code exchange} does
     */
    Run begin(Exchange exchange, GenerationRequest wanted) {
        return start(exchange, wanted, null).run();
    }

    /** Takes {@code request} in and has nothing generated; only who is told of it knows of it. */
    Turn preload(ResponseRequest request, Requester by, Recollection known) {
        var exchange = exchanges.accept(request, by.caller().owner(), known);
        var model = models.qualifiedName(exchange.prompt().model());
        var run = generation.give(wanted(exchange, by), model, List.of());
        return new Turn(exchange, new Agents.Started(run, new AtomicLong()), null);
    }

    /** What {@link #begin} would do. Nothing is stored. */
    Verdict assess(ResponseRequest request, Requester by) {
        return assess(exchanges.accept(request, by.caller().owner()), by, 1);
    }

    /** What it would come to if {@code exchange} was begun so many times. */
    Verdict assess(Exchange exchange, Requester by, int times) {
        return generation.assess(wanted(exchange, by), times);
    }

    /** A stored response is in the database before its run begins, and how it ended before anybody hears of that. */
    private Agents.Started start(Exchange exchange, GenerationRequest wanted, Inbox inbox) {
        if (!exchange.request().isStored()) {
            return generate(exchange, wanted, inbox);
        }
        archive.begin(exchange);
        try {
            var started = generate(exchange, wanted, inbox);
            var run = started.run();
            if (isReplay(exchange, run, wanted.by())) {
                archive.remove(exchange.id(), exchange.owner());
                return started;
            }
            live.add(new LiveResponses.Live(exchange, run));
            run.end()
                    .thenAccept(outcome -> archive.end(
                            exchange,
                            Finished.of(exchange, run, outcome),
                            exchange.continued().spent() + started.cost().get()));
            return started;
        } catch (ApiException refused) {
            archive.remove(exchange.id(), exchange.owner());
            throw refused;
        }
    }

    /** Whether the request was sent before, under the same key: then its response is there already. */
    private static boolean isReplay(Exchange exchange, Run run, Requester by) {
        return by.idempotencyKey() != null && !run.id().equals(exchange.runId());
    }

    /** Where nothing runs here and nobody speaks to it, the model is asked once, and no loop is in the way. */
    private Agents.Started generate(Exchange exchange, GenerationRequest wanted, Inbox inbox) {
        if (inbox == null) {
            return new Agents.Started(generation.start(wanted), new AtomicLong());
        }
        return agents.start(new AgentRequest(
                wanted,
                exchange.tools().toolbox(),
                exchange.tools().callable(),
                exchange.tools()::isClients,
                LimitRules.read(exchange.request(), agents.bounds()),
                exchange.continued().open(),
                inbox,
                exchange.continued().spent()));
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
