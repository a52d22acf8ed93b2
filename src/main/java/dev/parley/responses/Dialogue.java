package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.generation.Requester;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.Faults;
import dev.parley.run.Outcome;

/**
 * Turns one after the other, of which the newest is remembered: so the next one may go on from it although it is not stored, and without
 * a look at the database. What is remembered goes with this object. A turn that fails takes along the one that it went on from, because
 * nobody knows what state that is in; being cancelled does not.
 *
 * <p>One turn at a time; its end may come from another thread.
 */
public final class Dialogue {

    private static final String GENERATE = "generate";

    /** @param preload what was said beforehand and holds for the next turn, null for nothing */
    private record Newest(String id, Previous response, ResponseRequest preload) {}

    private final Turns turns;
    private volatile Newest newest;

    Dialogue(Turns turns) {
        this.turns = turns;
    }

    /**
     * Begins a turn. Blocks for the database.
     *
     * @param body of {@code POST /v1/responses}; with {@code generate: false} it is taken in, with its tools and instructions, and nothing
     *     is generated
     * @throws ApiException when it is refused; nothing is stored or paid then
     */
    public Turn begin(ObjectNode body, Requester by) {
        var before = body.path("previous_response_id").textValue();
        try {
            return generates(body.remove(GENERATE)) ? generate(read(body), by) : preload(read(body), by);
        } catch (ApiException refused) {
            forget(before);
            throw refused;
        }
    }

    private static boolean generates(JsonNode wish) {
        if (wish == null || wish.isNull()) {
            return true;
        }
        if (!wish.isBoolean()) {
            throw Invalid.param(GENERATE, "must be true or false");
        }
        return wish.booleanValue();
    }

    private static ResponseRequest read(ObjectNode body) {
        try {
            var request = Json.MAPPER.treeToValue(body, ResponseRequest.class);
            if (request.isBackground()) {
                throw Invalid.param("background", "is not for connections: their responses go on while they last");
            }
            return request;
        } catch (JsonProcessingException malformed) {
            throw Faults.of(malformed);
        }
    }

    private Turn generate(ResponseRequest asked, Requester by) {
        var turn = turns.begin(prepared(asked).streamed(), by, this::recall);
        turn.whenEnded(outcome -> {
            switch (outcome) {
                case Outcome.Completed completed -> newest = new Newest(turn.id(), turn.ended(completed), null);
                case Outcome.Failed failed -> forget(asked.previousResponseId());
                case Outcome.Cancelled cancelled -> {
                    // what it went on from is still there
                }
            }
        });
        return turn;
    }

    private Turn preload(ResponseRequest asked, Requester by) {
        var request = prepared(asked);
        var turn = turns.preload(request, by, this::recall);
        newest = new Newest(turn.id(), turn.begun(), request);
        return turn;
    }

    private ResponseRequest prepared(ResponseRequest asked) {
        var known = newest;
        return known != null && known.preload() != null && known.id().equals(asked.previousResponseId())
                ? asked.after(known.preload())
                : asked;
    }

    private Previous recall(String responseId) {
        var known = newest;
        return known != null && known.id().equals(responseId) ? known.response() : null;
    }

    private void forget(String responseId) {
        var known = newest;
        if (known != null && known.id().equals(responseId)) {
            newest = null;
        }
    }
}
