package dev.parley.rag.index;

import java.util.List;

/**
 * Which passages are looked through.
 *
 * @param owner whose
 * @param collections in which of them; null or none is all
 * @param conditions on the metadata, all of which must hold
 */
public record Scope(String owner, List<String> collections, List<Condition> conditions) {

    /** A condition on the metadata. */
    public sealed interface Condition {

        /** The field that it needs some document to have, or it is a mistake; null for none. */
        default String field() {
            return null;
        }

        /** The field is one of these texts, numbers or truth values. */
        record OneOf(String field, List<Object> values) implements Condition {}

        /** The field is a number in a range; a bound that is null is none. */
        record Between(String field, Double from, boolean fromIncluded, Double to, boolean toIncluded)
                implements Condition {}

        /** All of these hold. None of the fields needs to be there. */
        record All(List<Condition> conditions) implements Condition {}

        /** One of these holds at least. None of the fields needs to be there. */
        record Any(List<Condition> conditions) implements Condition {}

        /** It does not hold, because the field is otherwise or because it is not there. */
        record Not(Condition condition) implements Condition {}
    }

    public Scope {
        collections = collections == null ? List.of() : List.copyOf(collections);
        conditions = List.copyOf(conditions);
    }
}
