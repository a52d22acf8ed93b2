package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Json;
import dev.parley.run.Audible;
import dev.parley.run.Events;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A response that has been started: what can be heard of it, as the wire says it. It knows nothing of the way its answer goes. */
public final class Turn {

    private static final int NOTHING_SEEN = -1;

    private final Exchange exchange;
    private final Run run;

    Turn(Exchange exchange, Run run) {
        this.exchange = exchange;
        this.run = run;
    }

    /** {@code resp_…}. */
    public String id() {
        return exchange.id();
    }

    /** What listeners attach to. */
    public Audible heard() {
        return run;
    }

    /**
     * All its events, from the first one on, as the JSON texts of a socket's frames.
     *
     * @param lane named in every one, null for none
     */
    public Events<byte[]> frames(String lane) {
        return new ResponseEvents(exchange, run, NOTHING_SEEN, Framing.frame(lane));
    }

    /** Stops it; what came until then is kept. Returns at once. */
    public void cancel() {
        run.cancel();
    }

    /** Says something to the response under way. False when it does not hear it. */
    public boolean steer(JsonNode input) {
        return false;
    }

    /** The body of a request that goes on from this response, on the same terms, with more input. */
    public ObjectNode followUp(JsonNode input) {
        ObjectNode body = Json.MAPPER.valueToTree(exchange.request());
        body.put("previous_response_id", id()).set("input", input);
        return body;
    }

    /** Does something when it has ended, before a listener hears of it. */
    void whenEnded(Consumer<Outcome> work) {
        run.end().thenAccept(work);
    }

    /** What the model has seen. */
    List<Item> conversation() {
        return exchange.conversation();
    }

    /** What a next request builds upon. */
    List<Item> remembered(Outcome outcome) {
        var all = new ArrayList<>(exchange.conversation());
        all.addAll(Finished.of(exchange, run, outcome).remembered());
        return all;
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
