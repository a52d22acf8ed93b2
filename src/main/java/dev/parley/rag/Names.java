package dev.parley.rag;

/** What documents and collections may be called: what needs no escaping in a path. */
final class Names {

    static final String DEFAULT_COLLECTION = "default";
    static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._:-]{0,127}";
    static final String MESSAGE =
            "must be 1 to 128 letters, digits, dots, colons, dashes or underscores, the first a letter or digit";
    static final String COLLECTION_PATTERN = "[A-Za-z0-9][A-Za-z0-9._:-]{0,63}";
    static final String COLLECTION_MESSAGE =
            "must be 1 to 64 letters, digits, dots, colons, dashes or underscores, the first a letter or digit";

    private Names() {}
}
