package dev.parley.cache;

import dev.parley.llm.Delta;
import dev.parley.run.Journal;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An answer that is kept.
 *
 * @param model {@code provider/model} that gave it
 * @param deltas the whole journal
 * @param bytes about what it takes in memory
 * @param keptAt in the ticker's nanoseconds
 */
public record Answer(String model, List<Delta> deltas, Outcome.Completed outcome, long bytes, long keptAt) {

    private static final long BYTES_OF_AN_ANSWER = 512;
    private static final long BYTES_OF_A_DELTA = 80;

    static Answer of(Run run, Outcome.Completed outcome, long now) {
        var journal = run.journal();
        var deltas = IntStream.range(0, journal.size()).mapToObj(journal::at).toList();
        return new Answer(run.model(), deltas, outcome, weight(journal), now);
    }

    private static long weight(Journal journal) {
        return BYTES_OF_AN_ANSWER + BYTES_OF_A_DELTA * journal.size() + Character.BYTES * journal.characters();
    }
}
