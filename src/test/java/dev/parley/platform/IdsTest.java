package dev.parley.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void namesOfOneMomentAreNeighboursAndDiffer() {
        var ids = IntStream.range(0, 10_000).mapToObj(i -> Ids.next("run")).toList();

        assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("run_[0-9a-z]{24}"));
        assertThat(ids.getFirst().substring(0, 8)).isEqualTo(ids.getLast().substring(0, 8));
    }

    @Test
    void laterNamesSortLater() {
        var first = Ids.next("run").substring(0, 12);
        var now = System.currentTimeMillis();
        while (System.currentTimeMillis() < now + 2) {
            Thread.onSpinWait();
        }

        assertThat(Ids.next("run").substring(0, 12)).isGreaterThan(first);
    }
}
