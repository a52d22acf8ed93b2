package dev.parley.governance.limit;

import java.util.Locale;

/**
 * Whose limit it is.
 *
 * @param name the key's id, the team's name, or what the settings call the limit of a model
 */
public record Subject(Scope scope, String name) {

    /** The kinds of subjects. */
    public enum Scope {
        KEY,
        TEAM,
        MODEL;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** As a refusal names it. */
    String told() {
        return switch (scope) {
            case KEY -> "this key";
            case TEAM -> "the team '" + name + "'";
            case MODEL -> "the model limit '" + name + "'";
        };
    }
}
