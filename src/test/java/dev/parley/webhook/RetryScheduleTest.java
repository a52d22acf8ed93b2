package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final List<Duration> WAITS = List.of(Duration.ofSeconds(5), Duration.ofMinutes(5));

    @Test
    void waitsAsItSays() {
        var schedule = new RetrySchedule(WAITS, () -> 0);

        assertThat(schedule.after(1, null)).hasValue(Duration.ofSeconds(5));
        assertThat(schedule.after(2, null)).hasValue(Duration.ofMinutes(5));
        assertThat(schedule.after(3, null)).isEmpty();
    }

    @Test
    void waitsUpToATenthLonger() {
        assertThat(new RetrySchedule(WAITS, () -> 1).after(1, null)).hasValue(Duration.ofMillis(5_500));
    }

    @Test
    void obeysWhoAsksForMoreTimeButNotForLess() {
        var schedule = new RetrySchedule(WAITS, () -> 0);

        assertThat(schedule.after(1, Duration.ofMinutes(1))).hasValue(Duration.ofMinutes(1));
        assertThat(schedule.after(1, Duration.ofSeconds(1))).hasValue(Duration.ofSeconds(5));
        assertThat(schedule.after(1, Duration.ofDays(365))).hasValue(Duration.ofDays(1));
        assertThat(schedule.after(3, Duration.ofSeconds(1))).isEmpty();
    }
}
