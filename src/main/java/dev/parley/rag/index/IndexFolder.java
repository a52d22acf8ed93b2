package dev.parley.rag.index;

import java.io.IOException;
import java.nio.file.Path;

/** Where a server has its index. */
record IndexFolder(Path path) {

    private static final System.Logger LOG = System.getLogger(IndexFolder.class.getName());

    /**
     * The index as it is there, made anew where it can't be used.
     *
     * @throws IllegalStateException when it can't be written to
     */
    PassageIndex open() {
        try {
            return PassageIndex.open(path, false);
        } catch (IOException unusable) {
            LOG.log(System.Logger.Level.WARNING, "The index can''t be used and is made anew: {0}", unusable.toString());
            return openAnew();
        }
    }

    /** An empty index. */
    PassageIndex openAnew() {
        try {
            return PassageIndex.open(path, true);
        } catch (IOException held) {
            throw new IllegalStateException(
                    "The folder " + path.toAbsolutePath()
                            + " for the index can't be written to; another server may use it: give each its own PARLEY_DATA.",
                    held);
        }
    }
}
