package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.agent.ToolWish;
import dev.parley.http.Json;
import dev.parley.rag.store.FoundPassage;
import java.util.List;
import java.util.Map;

/**
 * A search of vector stores, in OpenAI's form.
 *
 * @param results null for a search that has not ended, that has failed, or whose results a client has not given back
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FileSearchCall(
        String id,
        String status,
        List<String> queries,
        List<FoundPassage> results,
        ServerItem.ToolCall.Error error,
        @JsonProperty("call_id") String callId,
        @JsonProperty("duration_ms") Long durationMillis,
        int step)
        implements ServerItem.Call {

    private static final String FORGOTTEN = "The passages that were found are no longer here; search again.";

    @Override
    public String tool() {
        return ToolWish.FileSearch.NAME;
    }

    @Override
    public String arguments() {
        return queries.isEmpty() ? "{}" : Json.text(Map.of("query", String.join("\n", queries)));
    }

    @Override
    public String result() {
        if (error != null) {
            return error.message();
        }
        return results != null ? FoundPassage.told(results) : status.equals(COMPLETED) ? FORGOTTEN : null;
    }

    /** The same, as clients see it that have not asked for what was found. */
    private FileSearchCall withoutResults() {
        return with(null);
    }

    FileSearchCall with(List<FoundPassage> others) {
        return new FileSearchCall(id, status, queries, others, error, callId, durationMillis, step);
    }

    /** An item as the client wants to see it. */
    static Item shown(Item item, ResponseRequest request) {
        return item instanceof FileSearchCall call && !request.wants(RequestRules.SEARCH_RESULTS)
                ? call.withoutResults()
                : item;
    }
}
