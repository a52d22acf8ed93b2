package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One page of the items of a request. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ItemPage(
        String object,
        List<JsonNode> data,
        @JsonProperty("first_id") String firstId,
        @JsonProperty("last_id") String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    private static final int MOST = 100;
    private static final int DEFAULT = 20;

    /** @param after the id after which the page begins, in its order; null for the first page */
    static ItemPage of(JsonNode items, String limit, String order, String after) {
        var all = new ArrayList<JsonNode>(items.size());
        items.forEach(all::add);
        if (!isAscending(order)) {
            Collections.reverse(all);
        }
        int from = after == null ? 0 : following(all, after);
        int to = Math.min(all.size(), from + limit(limit));
        var page = List.copyOf(all.subList(from, to));
        return new ItemPage("list", page, id(page, 0), id(page, page.size() - 1), to < all.size());
    }

    private static boolean isAscending(String order) {
        return switch (order) {
            case null -> false;
            case "desc" -> false;
            case "asc" -> true;
            default -> throw Invalid.param("order", "must be asc or desc");
        };
    }

    private static int limit(String limit) {
        return limit == null ? DEFAULT : QueryNumber.read("limit", limit, 1, MOST);
    }

    private static int following(List<JsonNode> items, String after) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).path("id").asText().equals(after)) {
                return i + 1;
            }
        }
        throw Invalid.param("after", "names no input item of this response");
    }

    private static String id(List<JsonNode> page, int index) {
        return page.isEmpty() ? null : page.get(index).path("id").textValue();
    }
}
