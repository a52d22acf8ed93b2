package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.agent.Agents;
import dev.parley.agent.Inbox;
import dev.parley.http.Json;
import dev.parley.run.Audible;
import dev.parley.run.Events;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.List;
import java.util.function.Consumer;

/** A response that has been started: what can be heard of it, as the wire says it. It knows nothing of the way its answer goes. */
public final class Turn {

    private static final int NOTHING_SEEN = -1;

    private final Exchange exchange;
    private final Agents.Started started;
    private final Run run;
    private final Inbox inbox;

    /** @param inbox takes what the user says meanwhile, null for a response that does not hear it */
    Turn(Exchange exchange, Agents.Started started, Inbox inbox) {
        this.exchange = exchange;
        this.started = started;
        this.run = started.run();
        this.inbox = inbox;
    }

    /** {@code resp_…}. */
    public String id() {
        return exchange.id();
    }

    /**
     * Says something to the response under way: the next answer of its model takes it into account, and if it was about to end, there is
     * one answer more. False when it is too late, or the response is one that does not hear: whose model is asked once, or because
     * {@code input} is more than text.
     */
    public boolean steer(JsonNode input) {
        return inbox != null && SteerText.of(input).map(inbox::offer).orElse(false);
    }

    /** The body of a request that goes on from this response, on the same terms, with more input. */
    public ObjectNode followUp(JsonNode input) {
        ObjectNode body = Json.MAPPER.valueToTree(exchange.request());
        body.put("previous_response_id", id()).set("input", input);
        return body;
    }

    /** What listeners attach to. */
    public Audible heard() {
        return run;
    }

    /** Stops it; what came until then is kept. Returns at once. */
    public void cancel() {
        run.cancel();
    }

    /**
     * All its events, from the first one on, as the JSON texts of a socket's frames.
     *
     * @param lane named in every one, null for none
     */
    public Events<byte[]> frames(String lane) {
        return new ResponseEvents(exchange, run, NOTHING_SEEN, Framing.frame(lane));
    }

    /** All its events, from the first one on. */
    ResponseEvents events() {
        return new ResponseEvents(exchange, run, NOTHING_SEEN);
    }

    /** Does something when it has ended, before a listener hears of it. */
    void whenEnded(Consumer<Outcome> work) {
        run.end().thenAccept(work);
    }

    /** What a next request builds upon when nothing is generated. */
    Previous begun() {
        return new Previous(
                run.id(), exchange.conversation(), exchange.continued().spent());
    }

    /** What a next request builds upon when it has ended so. */
    Previous ended(Outcome outcome) {
        var remembered = Finished.of(exchange, run, outcome).remembered();
        var conversation = OpenCalls.closed(exchange.conversation(), remembered);
        conversation.addAll(remembered);
        return new Previous(
                run.id(),
                conversation,
                exchange.continued().spent() + started.cost().get());
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
