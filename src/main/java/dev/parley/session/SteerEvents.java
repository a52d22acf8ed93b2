package dev.parley.session;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;

/** The answers to {@code response.steer}, as OpenAI's clients read them. */
final class SteerEvents {

    private record Accepted(
            String type,
            @JsonProperty("sequence_number") int number,
            Steer steer,
            @JsonProperty("stream_id") String lane) {

        record Steer(
                String id,
                @JsonProperty("previous_response_id") String previous) {}
    }

    private record Failed(
            String type,
            @JsonProperty("sequence_number") int number,
            Error error,
            Steer steer,
            @JsonProperty("stream_id") String lane) {

        record Error(String code, String message) {}

        record Steer(
                JsonNode input,
                @JsonProperty("previous_response_id") String previous) {}
    }

    private SteerEvents() {}

    /** @param number counts the steers of a lane, from 0 */
    static String accepted(Command.Steer wanted, String responseId, int number) {
        return Json.text(new Accepted(
                "response.steer.accepted", number, new Accepted.Steer(Ids.next("steer"), responseId), wanted.lane()));
    }

    static String failed(Command.Steer wanted, ApiException why, int number) {
        return Json.text(new Failed(
                "response.steer.failed",
                number,
                new Failed.Error(code(why), why.detail()),
                new Failed.Steer(wanted.input(), wanted.responseId()),
                wanted.lane()));
    }

    private static String code(ApiException why) {
        return switch (why.code()) {
            case NOT_FOUND -> "response_not_active";
            case RATE_LIMITED -> "too_many_pending_steers";
            default -> "invalid_input";
        };
    }
}
