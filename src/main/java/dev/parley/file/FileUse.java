package dev.parley.file;

/** Makes something of files that goes when they go; a bean, found by {@link Files}. */
public interface FileUse {

    /** Removes what was made of a file that is about to be removed. Bears repetition. */
    void forget(StoredFile file);
}
