package dev.parley.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client asks for in one frame. {@code lane} is null for the lane without a name. */
sealed interface Command {

    String lane();

    /** What becomes of a create while its lane is busy. */
    enum Busy {
        REJECT,
        QUEUE,
        INTERRUPT
    }

    /**
     * {@code response.create}.
     *
     * @param body of {@code POST /v1/responses}
     */
    record Create(String lane, Busy busy, ObjectNode body) implements Command {}

    /** {@code response.cancel}; {@code responseId} is null for whatever the lane is at. */
    record Cancel(String lane, String responseId) implements Command {}

    /** {@code response.steer}; {@code responseId} is its {@code previous_response_id}, null for whatever the lane is at. */
    record Steer(String lane, String responseId, JsonNode input) implements Command {}
}
