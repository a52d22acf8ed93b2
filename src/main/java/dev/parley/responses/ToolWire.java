package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.agent.ToolNames;
import dev.parley.agent.ToolWish;
import dev.parley.llm.ToolSpec;
import dev.parley.rag.store.StoreFilter;
import dev.parley.rag.store.StoreRanking;
import dev.parley.rag.store.StoreSearch;
import java.util.List;

/** A tool of a request, as the response shows it. */
sealed interface ToolWire {

    /** The type of the tool that looks into vector stores. */
    String FILE_SEARCH = "file_search";

    /** The type of our own tools. */
    String OWN = "parley:tool";

    String type();

    /** What no other tool of the request may be called. */
    @JsonIgnore
    String key();

    /** Whether a model that calls {@code name} means this one. */
    boolean means(String name);

    /** A function of the client; null where the request said nothing. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Function(String type, String name, String description, JsonNode parameters, Boolean strict)
            implements ToolWire {

        ToolSpec toSpec() {
            return new ToolSpec(name, description, parameters == null ? null : parameters.toString(), strict);
        }

        @Override
        public String key() {
            return name;
        }

        @Override
        public boolean means(String called) {
            return name.equals(called);
        }
    }

    /** One of the tools of this server. */
    record Own(String type, String name) implements ToolWire {

        ToolWish wish(String param) {
            return new ToolWish.Own(param, name);
        }

        @Override
        public String key() {
            return name;
        }

        @Override
        public boolean means(String called) {
            return name.equals(called);
        }
    }

    /** To look into vector stores; null where the request said nothing. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FileSearch(
            String type,
            @JsonProperty("vector_store_ids") List<String> vectorStoreIds,
            @JsonProperty("max_num_results") Integer maxNumResults,
            JsonNode filters,
            @JsonProperty("ranking_options") JsonNode rankingOptions)
            implements ToolWire {

        ToolWish wish(String param, int cited) {
            var search = new StoreSearch(
                    vectorStoreIds,
                    maxNumResults == null ? StoreSearch.USUAL_RESULTS : maxNumResults,
                    StoreFilter.read(filters, param + ".filters"),
                    StoreRanking.read(rankingOptions, param + ".ranking_options"));
            return new ToolWish.FileSearch(param, search, cited);
        }

        @Override
        public String key() {
            return ToolWish.FileSearch.NAME;
        }

        @Override
        public boolean means(String called) {
            return key().equals(called);
        }
    }

    /** The tools of a configured MCP server. */
    record Mcp(
            String type,
            @JsonProperty("server_label") String serverLabel,
            @JsonProperty("allowed_tools") List<String> allowedTools,
            @JsonProperty("require_approval") JsonNode requireApproval)
            implements ToolWire {

        ToolWish wish(String param) {
            return new ToolWish.Mcp(param, serverLabel, allowedTools, asksFirst());
        }

        /** What the request adds to what the server's settings demand. */
        private List<String> asksFirst() {
            if (requireApproval == null || requireApproval.isTextual()) {
                return requireApproval != null && requireApproval.textValue().equals("always")
                        ? List.of("*")
                        : List.of();
            }
            return ToolReader.texts(requireApproval.at("/always/tool_names"));
        }

        @Override
        public String key() {
            return serverLabel + "__";
        }

        @Override
        public boolean means(String called) {
            return ToolNames.isOf(serverLabel, called);
        }
    }
}
