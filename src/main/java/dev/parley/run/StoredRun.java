package dev.parley.run;

/**
 * A run's row.
 *
 * @param model {@code provider/model} that answers
 * @param instance the process that runs or ran it
 * @param end how it ended, null while it has not, or when its process did before it
 * @param tailFrom number of the first entry of the tail; chunks from there on are superseded by it
 * @param tail entries that are not in chunks, as {@link DeltaText}; null while it runs
 */
record StoredRun(RunSpec spec, String model, String instance, OutcomeText end, int tailFrom, String tail) {}
