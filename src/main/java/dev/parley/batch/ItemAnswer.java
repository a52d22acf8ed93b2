package dev.parley.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.llm.Completion;
import dev.parley.problem.ApiException;
import dev.parley.problem.Problem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What became of one item: {@code content}, or {@code error}.
 *
 * @param id the item's
 * @param runId null when nobody was asked
 */
@Schema(name = "BatchResult")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ItemAnswer(
        String id,
        @JsonInclude(JsonInclude.Include.ALWAYS) String content,
        @JsonInclude(JsonInclude.Include.ALWAYS) Problem error,
        String model,
        @JsonProperty("finish_reason") String finishReason,
        @JsonProperty("prompt_tokens") Integer promptTokens,
        @JsonProperty("completion_tokens") Integer completionTokens,
        @JsonProperty("run_id") String runId) {

    static ItemAnswer of(String id, String runId, Completion completion) {
        return new ItemAnswer(
                id,
                completion.text(),
                null,
                completion.model(),
                completion.finishReason().wireName(),
                completion.usage().input(),
                completion.usage().output(),
                runId);
    }

    static ItemAnswer failed(String id, ApiException failure, String runId) {
        return new ItemAnswer(id, null, Problem.of(failure), null, null, null, null, runId);
    }

    boolean isFailure() {
        return error != null;
    }
}
