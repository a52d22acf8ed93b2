package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.rag.index.Hit;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What {@code POST /rag/search} answers. */
@Schema(name = "SearchAnswer")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SearchAnswer(
        List<SourceWire> results,
        @Schema(description = "how they were found") Mode mode,
        Retrieved.Degraded degraded,
        @JsonProperty("retrieval_latency_ms") long retrievalLatencyMs) {

    static SearchAnswer of(Retrieved found, double minScore) {
        return new SearchAnswer(
                sources(found.hits().stream()
                        .filter(hit -> hit.score() >= minScore)
                        .toList()),
                found.mode(),
                found.degraded(),
                found.millis());
    }

    static List<SourceWire> sources(List<Hit> hits) {
        return IntStream.range(0, hits.size())
                .mapToObj(i -> SourceWire.of(i + 1, hits.get(i)))
                .toList();
    }
}
