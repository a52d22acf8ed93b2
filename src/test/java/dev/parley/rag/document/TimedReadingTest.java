package dev.parley.rag.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Files that hold whoever reads them up. */
class TimedReadingTest {

    private final CountDownLatch end = new CountDownLatch(1);
    private final TimedReading hasty = new TimedReading(Duration.ofMillis(1));

    @Test
    void whatTakesTooLongIsLeftBehind() {
        assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> hasty.read(this::endless))
                .withMessageContaining("parley.rag.read-timeout");
        end.countDown();
    }

    @Test
    void noMoreThanAFewAreLeftBehindAtOnce() throws Unreadable, ExecutionException {
        // one that is given up before its thread has begun leaves nothing behind
        await().untilAsserted(() -> assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> hasty.read(this::endless))
                .withMessageContaining("Too many"));
        end.countDown();

        var again = new TimedReading(Duration.ofSeconds(20));
        assertThat(again.read(() -> "text")).isEqualTo("text");
        await().untilAsserted(() -> assertThatExceptionOfType(Unreadable.class)
                .isThrownBy(() -> hasty.read(this::slow))
                .withMessageContaining("parley.rag.read-timeout"));
    }

    @Test
    void whatReadingThrowsIsTold() {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> new TimedReading(Duration.ofSeconds(20)).read(() -> {
                    throw new Unreadable("It is damaged.");
                }))
                .withCauseInstanceOf(Unreadable.class);
    }

    /** A parser that does not look whether it is interrupted. */
    private String endless() {
        while (end.getCount() > 0) {
            Thread.onSpinWait();
        }
        return "";
    }

    private String slow() throws InterruptedException {
        new CountDownLatch(1).await();
        return "";
    }
}
