package dev.parley.rag.index;

import java.util.List;

/**
 * Which passages are looked through.
 *
 * @param owner whose
 * @param collection null for all
 * @param conditions on the metadata, all of which must hold
 */
public record Scope(String owner, String collection, List<Condition> conditions) {

    /** A condition on one field of the metadata. */
    public sealed interface Condition {

        String field();

        /** The field is one of these texts, numbers or truth values. */
        record OneOf(String field, List<Object> values) implements Condition {}

        /** The field is a number in a range; a bound that is null is none. */
        record Between(String field, Double from, boolean fromIncluded, Double to, boolean toIncluded)
                implements Condition {}
    }

    public Scope {
        conditions = List.copyOf(conditions);
    }
}
