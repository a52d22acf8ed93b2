package dev.parley.rag.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import dev.parley.rag.index.Scope.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * Filters as OpenAI writes them: {@code {"type": "eq", "key": "team", "value": "red"}} with {@code eq ne gt gte lt lte in nin}, and {@code
 * {"type": "and", "filters": [...]}} or {@code or} of those, to any depth that makes sense.
 */
public final class StoreFilter {

    private static final int DEEPEST = 8;
    private static final int MOST = 100;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_TEXT = 512;

    private int conditions;

    private StoreFilter() {}

    /**
     * The conditions of a filter, none for null.
     *
     * @param path where it stands in the request
     * @throws ApiException {@code INVALID_REQUEST} naming the place of what is wrong
     */
    public static List<Condition> read(JsonNode filter, String path) {
        return filter == null || filter.isNull() || filter.isMissingNode()
                ? List.of()
                : List.of(new Condition.All(List.of(new StoreFilter().condition(filter, path, 1))));
    }

    private Condition condition(JsonNode filter, String path, int depth) {
        if (!filter.isObject()) {
            throw bad(path, "must be an object");
        }
        if (depth > DEEPEST || ++conditions > MOST) {
            throw bad(path, "is one too many: filters are at most %d deep and %d in all".formatted(DEEPEST, MOST));
        }
        var type = filter.path("type").asText();
        return switch (type) {
            case "and" -> new Condition.All(all(filter, path, depth));
            case "or" -> new Condition.Any(all(filter, path, depth));
            case "eq" -> new Condition.OneOf(key(filter, path), List.of(plain(filter, path)));
            case "ne" -> new Condition.Not(new Condition.OneOf(key(filter, path), List.of(plain(filter, path))));
            case "in" -> new Condition.OneOf(key(filter, path), list(filter, path));
            case "nin" -> new Condition.Not(new Condition.OneOf(key(filter, path), list(filter, path)));
            case "gt", "gte" ->
                new Condition.Between(key(filter, path), number(filter, path), type.equals("gte"), null, false);
            case "lt", "lte" ->
                new Condition.Between(key(filter, path), null, false, number(filter, path), type.equals("lte"));
            default -> throw bad(path + ".type", "must be one of eq, ne, gt, gte, lt, lte, in, nin, and, or");
        };
    }

    private List<Condition> all(JsonNode filter, String path, int depth) {
        var filters = filter.path("filters");
        if (!filters.isArray() || filters.isEmpty()) {
            throw bad(path + ".filters", "must be a list of at least one filter");
        }
        var read = new ArrayList<Condition>();
        for (int i = 0; i < filters.size(); i++) {
            read.add(condition(filters.get(i), path + ".filters[" + i + "]", depth + 1));
        }
        return read;
    }

    private static String key(JsonNode filter, String path) {
        var key = filter.path("key").asText();
        if (!filter.path("key").isTextual() || key.isEmpty() || key.length() > LONGEST_KEY) {
            throw bad(path + ".key", "must be the name of an attribute, of 1 to %d characters".formatted(LONGEST_KEY));
        }
        return key;
    }

    private static List<Object> list(JsonNode filter, String path) {
        var value = filter.path("value");
        if (!value.isArray() || value.isEmpty() || value.size() > MOST) {
            throw bad(path + ".value", "must be a list of 1 to %d values".formatted(MOST));
        }
        var values = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            values.add(plain(value.get(i), path + ".value[" + i + "]", true));
        }
        return values;
    }

    private static Object plain(JsonNode filter, String path) {
        return plain(filter.path("value"), path + ".value", false);
    }

    private static Object plain(JsonNode value, String path, boolean inList) {
        if (value.isTextual() && value.textValue().length() <= LONGEST_TEXT) {
            return value.textValue();
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        throw bad(
                path,
                "must be a text of at most %d characters, a number%s"
                        .formatted(
                                LONGEST_TEXT,
                                inList ? ", true or false" : " or a truth value; lists are for in and nin"));
    }

    private static Double number(JsonNode filter, String path) {
        if (!filter.path("value").isNumber()) {
            throw bad(path + ".value", "must be a number: only numbers have an order");
        }
        return filter.path("value").doubleValue();
    }

    private static ApiException bad(String path, String what) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, path + " " + what + ".", List.of(new FieldError(path, what)));
    }
}
