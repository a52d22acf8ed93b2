package dev.parley.openai.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.openai.BadParam;
import dev.parley.rag.store.FoundPassage;
import dev.parley.rag.store.StoreFilter;
import dev.parley.rag.store.StoreRanking;
import dev.parley.rag.store.StoreSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a search of a vector store has found, in OpenAI's shape. */
@Schema(name = "VectorStoreSearchResultsPage")
@JsonInclude(JsonInclude.Include.ALWAYS)
record SearchWire(
        String object,
        @JsonProperty("search_query") List<String> searchQuery,
        List<Result> data,
        @JsonProperty("has_more") boolean hasMore,
        @JsonProperty("next_page") String nextPage) {

    private static final int MOST_QUERIES = 10;
    private static final int LONGEST_QUERY = 2_000;

    /** A passage. */
    @Schema(name = "VectorStoreSearchResultItem")
    record Result(
            @JsonProperty("file_id") String fileId,
            String filename,
            double score,
            @Schema(implementation = Object.class) Map<String, Object> attributes,
            List<Text> content) {}

    /** A piece of text. */
    @Schema(name = "VectorStoreSearchResultContent")
    record Text(String type, String text) {

        static Text of(String text) {
            return new Text("text", text);
        }
    }

    /** The body of {@code POST /v1/vector_stores/{id}/search}. */
    @Schema(name = "VectorStoreSearchRequest")
    record Request(
            @Schema(implementation = Object.class, description = "a text, or a list of up to 10")
            JsonNode query,

            @Schema(minimum = "1", maximum = "50", defaultValue = "10") @JsonProperty("max_num_results")
            Integer maxNumResults,

            @Schema(
                    implementation = Object.class,
                    description =
                            "on attributes: {type: eq|ne|gt|gte|lt|lte|in|nin, key, value}, or {type: and|or, filters}")
            JsonNode filters,

            @Schema(implementation = Object.class, description = "{ranker, score_threshold, hybrid_search}")
            @JsonProperty("ranking_options")
            JsonNode rankingOptions) {

        List<String> queries() {
            var queries = new ArrayList<String>();
            if (query == null || !query.isArray()) {
                return List.of(text(query, "query"));
            }
            if (query.isEmpty() || query.size() > MOST_QUERIES) {
                throw BadParam.of("query", "must be a text or a list of 1 to " + MOST_QUERIES);
            }
            for (int i = 0; i < query.size(); i++) {
                queries.add(text(query.get(i), "query[" + i + "]"));
            }
            return queries;
        }

        private static String text(JsonNode query, String param) {
            boolean good = query != null
                    && query.isTextual()
                    && !query.textValue().isBlank()
                    && query.textValue().length() <= LONGEST_QUERY
                    && query.textValue().indexOf('\0') < 0;
            if (!good) {
                throw BadParam.of(param, "must be a text of 1 to " + LONGEST_QUERY + " characters");
            }
            return query.textValue();
        }

        StoreSearch search(String store) {
            int most = maxNumResults == null ? StoreSearch.USUAL_RESULTS : maxNumResults;
            if (most < 1 || most > StoreSearch.MOST_RESULTS) {
                throw BadParam.of("max_num_results", "must be from 1 to " + StoreSearch.MOST_RESULTS);
            }
            return new StoreSearch(
                    List.of(store),
                    most,
                    StoreFilter.read(filters, "filters"),
                    StoreRanking.read(rankingOptions, "ranking_options"));
        }
    }

    static SearchWire of(List<String> queries, List<FoundPassage> found) {
        return new SearchWire(
                "vector_store.search_results.page",
                queries,
                found.stream()
                        .map(each -> new Result(
                                each.fileId(),
                                each.filename(),
                                each.score(),
                                each.attributes(),
                                List.of(Text.of(each.text()))))
                        .toList(),
                false,
                null);
    }
}
