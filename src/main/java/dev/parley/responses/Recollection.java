package dev.parley.responses;

/** What a caller has beside the store: responses that only a connection remembers. */
@FunctionalInterface
interface Recollection {

    Recollection NOTHING = id -> null;

    /** The response of this id, null when it is not remembered. */
    Previous find(String responseId);
}
