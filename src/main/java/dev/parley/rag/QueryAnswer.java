package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.http.Json;
import dev.parley.llm.Delta;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST /rag/query} answers, read from the run: so one that is replayed tells the sources that it was made from. */
@Schema(name = "QueryAnswer")
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueryAnswer(
        @Schema(description = "The run's id") String id,
        String answer,

        @Schema(
                implementation = SourceWire[].class,
                description = "the passages that the answer was made from; empty when none is near")
        JsonNode sources,

        @Schema(implementation = Citation[].class) List<JsonNode> citations,
        @Schema(implementation = Mode.class) JsonNode mode,
        @Schema(implementation = Retrieved.Degraded.class) JsonNode degraded,
        @JsonProperty("retrieval_latency_ms") long retrievalLatencyMs,

        @Schema(description = "provider/model that answered; parley when none was asked")
        String model,

        @JsonProperty("finish_reason") String finishReason,
        @JsonProperty("prompt_tokens") int promptTokens,
        @JsonProperty("completion_tokens") int completionTokens,
        @JsonProperty("total_tokens") int totalTokens,
        @JsonProperty("usage_estimated") Boolean usageEstimated) {

    static final String SOURCES = "sources";

    /** The note before an answer. */
    @Schema(name = "SourcesEvent", description = "The event sources of a stream, before its first token")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sources(
            List<SourceWire> sources,
            Mode mode,
            Retrieved.Degraded degraded,
            @JsonProperty("retrieval_latency_ms") long retrievalLatencyMs) {

        static Delta.Note of(Retrieved found, List<SourceWire> sources) {
            return new Delta.Note(
                    SOURCES, Json.text(new Sources(sources, found.mode(), found.degraded(), found.millis())));
        }
    }

    static QueryAnswer of(Run run, Outcome outcome) {
        JsonNode found = Json.MAPPER.createObjectNode();
        var citations = new ArrayList<JsonNode>();
        for (int i = 0; i < run.journal().size(); i++) {
            if (run.journal().at(i) instanceof Delta.Note note) {
                if (note.event().equals(SOURCES)) {
                    found = read(note.json());
                } else if (note.event().equals(CitedStream.CITATION)) {
                    citations.add(read(note.json()));
                }
            }
        }
        var completion = run.completion(outcome);
        var usage = completion.usage();
        return new QueryAnswer(
                run.id(),
                completion.text(),
                found.get(SOURCES),
                citations,
                found.get("mode"),
                found.get("degraded"),
                found.path("retrieval_latency_ms").asLong(),
                completion.model(),
                completion.finishReason().wireName(),
                usage.input(),
                usage.output(),
                usage.total(),
                usage.estimated() ? true : null);
    }

    private static JsonNode read(String json) {
        try {
            return Json.MAPPER.readTree(json);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A note of a run can't be read", notOurs);
        }
    }
}
