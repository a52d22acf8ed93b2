package dev.parley.responses;

import java.util.List;

/** What a caller has beside the store: responses that only a connection remembers. */
@FunctionalInterface
interface Recollection {

    Recollection NOTHING = id -> null;

    /** The conversation of a response, null when it is not remembered. */
    List<Item> find(String responseId);
}
