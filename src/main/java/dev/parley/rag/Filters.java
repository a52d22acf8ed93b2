package dev.parley.rag;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.rag.index.Scope.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Filters as they are written: {@code {"year": 2024}}, {@code {"team": ["a", "b"]}}, {@code {"year": {"gte": 2020, "lt": 2025}}}; all
 * fields must hold.
 */
final class Filters {

    private static final int MOST_CONDITIONS = 32;
    private static final int MOST_VALUES = 100;
    private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte");

    private Filters() {}

    /** @throws dev.parley.problem.ApiException {@code INVALID_REQUEST} naming what is wrong; null is no filter */
    static List<Condition> read(ObjectNode filter) {
        if (filter == null) {
            return List.of();
        }
        if (filter.size() > MOST_CONDITIONS) {
            throw DocumentRequest.bad("filter", "must have at most %d fields".formatted(MOST_CONDITIONS));
        }
        var conditions = new ArrayList<Condition>();
        filter.properties().forEach(field -> conditions.add(condition(field.getKey(), field.getValue())));
        return conditions;
    }

    private static Condition condition(String field, JsonNode wanted) {
        if (wanted.isObject()) {
            return range(field, wanted);
        }
        var values = new ArrayList<Object>();
        if (wanted.isArray()) {
            wanted.forEach(value -> values.add(plain(field, value)));
        } else {
            values.add(plain(field, wanted));
        }
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw DocumentRequest.bad("filter." + field, "must have 1 to %d values".formatted(MOST_VALUES));
        }
        return new Condition.OneOf(field, values);
    }

    private static Object plain(String field, JsonNode value) {
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        throw DocumentRequest.bad(
                "filter." + field, "must be a text, a number, true or false, a list of them or a range");
    }

    private static Condition range(String field, JsonNode range) {
        range.fieldNames().forEachRemaining(bound -> {
            if (!BOUNDS.contains(bound) || !range.get(bound).isNumber()) {
                throw DocumentRequest.bad(
                        "filter." + field, "must have numbers for gt, gte, lt or lte, and nothing else");
            }
        });
        if (range.isEmpty() || range.has("gt") && range.has("gte") || range.has("lt") && range.has("lte")) {
            throw DocumentRequest.bad("filter." + field, "must have one lower bound, one upper bound or both");
        }
        return new Condition.Between(
                field, bound(range, "gt", "gte"), range.has("gte"), bound(range, "lt", "lte"), range.has("lte"));
    }

    private static Double bound(JsonNode range, String open, String closed) {
        var bound = range.has(open) ? range.get(open) : range.get(closed);
        return bound == null ? null : bound.doubleValue();
    }
}
