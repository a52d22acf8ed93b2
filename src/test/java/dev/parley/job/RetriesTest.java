package dev.parley.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetriesTest {

    @Test
    void noneGivesUpAtOnce() {
        assertThat(Retries.NONE.allow(1)).isTrue();
        assertThat(Retries.NONE.allow(2)).isFalse();
        assertThat(Retries.NONE.waitAfter(1, () -> 0)).isEmpty();
    }

    @Test
    void waitsAreTakenInOrderAndLengthenedByATenthAtMost() {
        var retries = Retries.after(Duration.ofSeconds(5), Duration.ofMinutes(5));

        assertThat(retries.waitAfter(1, () -> 0)).contains(Duration.ofSeconds(5));
        assertThat(retries.waitAfter(2, () -> 1)).contains(Duration.ofSeconds(330));
        assertThat(retries.waitAfter(3, () -> 0)).isEmpty();
    }

    @Test
    void doublingGoesOnForEverAtItsMost() {
        var retries = Retries.doubling(Duration.ofSeconds(1), Duration.ofSeconds(5));

        assertThat(retries.waits())
                .isEqualTo(List.of(
                        Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(5)));
        assertThat(retries.waitAfter(1_000_000, () -> 0)).contains(Duration.ofSeconds(5));
    }
}
