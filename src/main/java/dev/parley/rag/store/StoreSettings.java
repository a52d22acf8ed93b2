package dev.parley.rag.store;

import dev.parley.platform.Settings;

/**
 * How much there may be.
 *
 * @param maxStores of one owner
 * @param maxFiles of one store
 * @param maxFileBytes of a file that is attached
 */
record StoreSettings(int maxStores, int maxFiles, long maxFileBytes) {

    private static final long LARGEST_UPLOAD = 10L << 30;

    static StoreSettings read(Settings settings) {
        return new StoreSettings(
                settings.integer("parley.vector-stores.max", 1_000, 1, 1_000_000),
                settings.integer("parley.vector-stores.max-files", 10_000, 1, 10_000_000),
                settings.number("parley.rag.max-upload", 50L << 20, 1, LARGEST_UPLOAD));
    }
}
