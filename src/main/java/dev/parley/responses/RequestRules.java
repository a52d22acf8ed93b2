package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What the plain values of a {@link ResponseRequest} may be, and which of them contradict each other. */
final class RequestRules {

    static final String LOGPROBS = "message.output_text.logprobs";
    static final String SEARCH_RESULTS = "file_search_call.results";

    /** Those of OpenAI; what a response of ours has nothing of is left out of it. */
    private static final List<String> INCLUDABLE = List.of(
            LOGPROBS,
            "reasoning.encrypted_content",
            "message.input_image.image_url",
            SEARCH_RESULTS,
            "web_search_call.results",
            "web_search_call.action.sources",
            "computer_call_output.output.image_url",
            "code_interpreter_call.outputs");

    private static final int LONGEST_MODEL = 256;
    private static final int LONGEST_ID = 64;
    private static final int MOST_METADATA = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final int LEAST_OUTPUT = 16;

    private RequestRules() {}

    static void check(ResponseRequest request) {
        length("model", request.model(), LONGEST_MODEL);
        Invalid.plain("instructions", request.instructions());
        length("previous_response_id", request.previousResponseId(), LONGEST_ID);
        length("safety_identifier", request.safetyIdentifier(), LONGEST_ID);
        length("prompt_cache_key", request.promptCacheKey(), LONGEST_ID);
        range("temperature", request.temperature(), 0, 2);
        range("top_p", request.topP(), 0, 1);
        range("presence_penalty", request.presencePenalty(), -2, 2);
        range("frequency_penalty", request.frequencyPenalty(), -2, 2);
        range("top_logprobs", request.topLogprobs(), 0, 20);
        range("max_output_tokens", request.maxOutputTokens(), LEAST_OUTPUT, Integer.MAX_VALUE);
        range("max_tool_calls", request.maxToolCalls(), 1, Integer.MAX_VALUE);
        word("truncation", request.truncation(), List.of("auto", "disabled"));
        word("service_tier", request.serviceTier(), List.of("auto", "default", "flex", "priority"));
        include(request.include());
        metadata(request);
        contradictions(request);
    }

    private static void contradictions(ResponseRequest request) {
        if (request.isBackground() && !request.isStored()) {
            throw Invalid.param("background", "needs the response to be stored: it can't be true while store is false");
        }
        if (request.topLogprobs() != null && request.topLogprobs() > 0 && !request.wants(LOGPROBS)) {
            throw Invalid.param("top_logprobs", "needs \"" + LOGPROBS + "\" in include");
        }
        unsupported("conversation", request.conversation());
        unsupported("prompt", request.prompt());
    }

    private static void unsupported(String param, JsonNode value) {
        if (value != null && !value.isNull()) {
            throw Invalid.param(param, "is not supported by this server");
        }
    }

    private static void include(List<String> include) {
        for (int i = 0; include != null && i < include.size(); i++) {
            word("include[" + i + "]", include.get(i), INCLUDABLE);
        }
    }

    private static void metadata(ResponseRequest request) {
        var metadata = request.metadata();
        if (metadata == null) {
            return;
        }
        if (metadata.size() > MOST_METADATA) {
            throw Invalid.param("metadata", "must have at most " + MOST_METADATA + " keys");
        }
        metadata.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY) {
                throw Invalid.param("metadata", "must have keys of 1 to " + LONGEST_KEY + " characters");
            }
            if (value == null) {
                throw Invalid.param("metadata." + key, "must be a string");
            }
            length("metadata." + key, value, LONGEST_VALUE);
        });
    }

    private static void length(String param, String value, int most) {
        if (value != null && value.length() > most) {
            throw Invalid.param(param, "must have at most " + most + " characters");
        }
    }

    private static void range(String param, Number value, int least, int most) {
        if (value != null && !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw Invalid.param(param, "must be from " + least + " to " + most);
        }
    }

    private static void word(String param, String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw Invalid.param(param, "must be one of " + String.join(", ", known));
        }
    }
}
