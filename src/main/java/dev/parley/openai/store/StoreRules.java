package dev.parley.openai.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.openai.BadParam;
import dev.parley.rag.document.PassageSize;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the values of these requests may be. */
final class StoreRules {

    static final String ANCHOR = "last_active_at";

    private static final int LONGEST_NAME = 256;
    private static final int MOST_PAIRS = 16;
    private static final int LONGEST_KEY = 64;
    private static final int LONGEST_VALUE = 512;
    private static final int MOST_DAYS = 365;
    private static final int LEAST_TOKENS = 100;
    private static final int MOST_TOKENS = 4_096;

    private StoreRules() {}

    static String text(String param, String text, int most) {
        if (text != null && (text.length() > most || text.indexOf('\0') >= 0)) {
            throw BadParam.of(param, "must have at most " + most + " characters, none of them U+0000");
        }
        return text;
    }

    static String name(String name) {
        return text("name", name, LONGEST_NAME);
    }

    /** None for null. */
    static Map<String, String> metadata(JsonNode metadata) {
        var pairs = new LinkedHashMap<String, String>();
        if (isAbsent(metadata)) {
            return pairs;
        }
        demandPairs("metadata", metadata);
        metadata.properties().forEach(pair -> {
            if (!isText(pair.getValue())) {
                throw BadParam.of("metadata." + pair.getKey(), "must be a text of at most 512 characters");
            }
            pairs.put(pair.getKey(), pair.getValue().textValue());
        });
        return pairs;
    }

    /** A flat object as text, null for none. */
    static String attributes(JsonNode attributes, String param) {
        if (isAbsent(attributes)) {
            return null;
        }
        demandPairs(param, attributes);
        attributes.properties().forEach(pair -> {
            var value = pair.getValue();
            if (!value.isNumber() && !value.isBoolean() && !isText(value)) {
                throw BadParam.of(
                        param + "." + pair.getKey(),
                        "must be a number, true, false or a text of at most 512 characters");
            }
        });
        return attributes.isEmpty() ? null : attributes.toString();
    }

    private static void demandPairs(String param, JsonNode object) {
        if (!object.isObject() || object.size() > MOST_PAIRS) {
            throw BadParam.of(param, "must be an object with at most " + MOST_PAIRS + " keys");
        }
        object.fieldNames().forEachRemaining(key -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY || key.indexOf('\0') >= 0) {
                throw BadParam.of(param, "must have keys of 1 to " + LONGEST_KEY + " characters");
            }
        });
    }

    private static boolean isText(JsonNode value) {
        return value.isTextual()
                && value.textValue().length() <= LONGEST_VALUE
                && value.textValue().indexOf('\0') < 0;
    }

    /** Days, null for never. */
    static Integer expiresDays(JsonNode expires) {
        if (isAbsent(expires)) {
            return null;
        }
        if (!ANCHOR.equals(expires.path("anchor").asText())) {
            throw BadParam.of("expires_after.anchor", "must be " + ANCHOR);
        }
        var days = expires.path("days");
        if (!days.isInt() || days.intValue() < 1 || days.intValue() > MOST_DAYS) {
            throw BadParam.of("expires_after.days", "must be a whole number from 1 to " + MOST_DAYS);
        }
        return days.intValue();
    }

    /** Null for the server's own. */
    static PassageSize size(JsonNode strategy, String param) {
        if (isAbsent(strategy)) {
            return null;
        }
        return switch (strategy.path("type").asText()) {
            case "auto" -> null;
            case "static" -> {
                int tokens = number(strategy, param, "max_chunk_size_tokens", LEAST_TOKENS, MOST_TOKENS);
                yield new PassageSize(tokens, number(strategy, param, "chunk_overlap_tokens", 0, tokens / 2));
            }
            default -> throw BadParam.of(param + ".type", "must be auto or static");
        };
    }

    private static int number(JsonNode strategy, String param, String name, int least, int most) {
        var value = strategy.path("static").path(name);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw BadParam.of(param + ".static." + name, "must be a whole number from %d to %d".formatted(least, most));
        }
        return value.intValue();
    }

    private static boolean isAbsent(JsonNode node) {
        return node == null || node.isNull() || node.isMissingNode();
    }
}
