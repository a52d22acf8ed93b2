package dev.parley.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Delta;
import dev.parley.llm.Usage;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JournalTest {

    @Test
    void keepsEntriesInOrderAndCountsTheirCharacters() {
        var journal = new Journal();
        IntStream.range(0, 100).forEach(i -> journal.append(new Delta.TextDelta("t" + i)));

        assertThat(journal.size()).isEqualTo(100);
        assertThat(journal.at(57)).isEqualTo(new Delta.TextDelta("t57"));
        assertThat(journal.characters()).isEqualTo(290);
    }

    @Test
    void readersSeeWholeEntriesInOrderWhileItIsWritten() {
        var journal = new Journal();
        int entries = 200_000;
        var readers = IntStream.range(0, 3)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> read(journal)))
                .toList();

        for (int i = 0; i < entries; i++) {
            journal.append(new Delta.TextDelta(Integer.toString(i)));
        }
        journal.close(new Outcome.Cancelled(Usage.estimated(0, 0)));

        assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isEqualTo(entries));
    }

    /** Reads to the end and returns how many entries came in order. */
    private static int read(Journal journal) {
        int next = 0;
        while (true) {
            boolean ended = journal.outcome() != null;
            while (next < journal.size()) {
                if (!((Delta.TextDelta) journal.at(next)).text().equals(Integer.toString(next))) {
                    return -1;
                }
                next++;
            }
            if (ended) {
                return next;
            }
            Thread.onSpinWait();
        }
    }
}
