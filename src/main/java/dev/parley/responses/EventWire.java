package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.problem.ApiException;
import java.util.List;

/** The events that come once or twice per item; those that come per token are made by {@link DeltaEvent}. */
sealed interface EventWire {

    String type();

    /** The response as a whole: created, queued, in_progress and how it ends. */
    record Whole(
            String type, @JsonProperty("sequence_number") int number, ResponseWire response) implements EventWire {}

    /** An item begins or is done. */
    record OfItem(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("output_index") int index,
            Item item)
            implements EventWire {}

    /** The text cites a file. */
    record Annotated(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") int contentIndex,
            @JsonProperty("annotation_index") int annotationIndex,
            JsonNode annotation)
            implements EventWire {

        static Annotated of(int number, Draft draft, int place, JsonNode annotation) {
            return new Annotated(
                    "response.output_text.annotation.added", number, draft.id(), draft.index(), 0, place, annotation);
        }
    }

    /** A call that runs here begins to run, or has ended. */
    record OfCall(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index)
            implements EventWire {

        static OfCall of(int number, Draft draft, String what) {
            var prefix = switch (draft.kind()) {
                case MCP -> "response.mcp_call.";
                case FILE_SEARCH -> "response.file_search_call.";
                default -> "parley:tool_call.";
            };
            return new OfCall(prefix + what, number, draft.id(), draft.index());
        }
    }

    /** A part begins or is done. */
    record OfPart(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") int contentIndex,
            Part part)
            implements EventWire {}

    /** A piece of text with its probabilities, or all of it; what does not apply is null and left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OfText(
            String type,
            @JsonProperty("sequence_number") int number,
            @JsonProperty("item_id") String itemId,
            @JsonProperty("output_index") int index,
            @JsonProperty("content_index") Integer contentIndex,
            String delta,
            String text,
            String arguments,
            String name,
            List<JsonNode> logprobs)
            implements EventWire {

        static OfText delta(int number, Draft draft, String text, List<JsonNode> logprobs) {
            return new OfText(
                    "response.output_text.delta",
                    number,
                    draft.id(),
                    draft.index(),
                    0,
                    text,
                    null,
                    null,
                    null,
                    logprobs);
        }

        /** The end of a part's text, or of a call's arguments. */
        static OfText done(int number, Draft draft) {
            return switch (draft.kind()) {
                case MESSAGE -> text("response.output_text.done", number, draft, draft.logprobs());
                case REASONING -> text("response.reasoning.done", number, draft, null);
                case CALL, TOOL, MCP, FILE_SEARCH, QUESTION, INPUT ->
                    new OfText(
                            draft.kind() == Draft.Kind.CALL
                                    ? "response.function_call_arguments.done"
                                    : draft.kind() == Draft.Kind.MCP
                                            ? "response.mcp_call_arguments.done"
                                            : "parley:tool_call.arguments.done",
                            number,
                            draft.id(),
                            draft.index(),
                            null,
                            null,
                            null,
                            draft.text(),
                            draft.function(),
                            null);
            };
        }

        private static OfText text(String type, int number, Draft draft, List<JsonNode> logprobs) {
            return new OfText(type, number, draft.id(), draft.index(), 0, null, draft.text(), null, null, logprobs);
        }
    }

    /** A failure in the middle. OpenAI's clients read the members beside {@code error}, Open Responses wants those inside. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Failure(
            String type,
            @JsonProperty("sequence_number") int number,
            String code,
            String message,
            String param,
            Payload error)
            implements EventWire {

        /** The failure as Open Responses wants it. */
        @JsonInclude(JsonInclude.Include.ALWAYS)
        record Payload(String type, String code, String message, String param) {}

        static Failure of(int number, ApiException failure) {
            var code = failure.code().wireName();
            return new Failure(
                    "error",
                    number,
                    code,
                    failure.detail(),
                    null,
                    new Payload(kind(failure), code, failure.detail(), null));
        }

        private static String kind(ApiException failure) {
            return switch (failure.code().status()) {
                case 400, 422 -> "invalid_request";
                case 404 -> "not_found";
                case 429 -> "too_many_requests";
                case 500 -> "server_error";
                default -> "model_error";
            };
        }
    }
}
