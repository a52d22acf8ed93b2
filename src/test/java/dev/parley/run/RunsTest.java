package dev.parley.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cache.Crowd;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.persistence.MemoryDatabase;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsTest {

    private final MemoryDatabase database = new MemoryDatabase();
    private final Node node = new Node(database);

    @AfterEach
    void close() {
        database.close();
    }

    /** Counts its beats. */
    private static final class Reader implements Listener {

        private final AtomicInteger beats = new AtomicInteger();

        @Override
        public void wake() {}

        @Override
        public void beat(long now) {
            beats.incrementAndGet();
        }
    }

    @Test
    void whoListensBeyondTheEndIsCalledUntilHeLeaves() {
        var reader = new Reader();
        var speaker = new Node.Speaker();
        var run = node.start(speaker);
        run.attach(reader);
        end(run, speaker);

        node.runs.beat();
        assertThat(reader.beats).hasValue(1);

        run.leave(reader);
        node.runs.beat();
        assertThat(reader.beats).hasValue(1);
    }

    /** A run may fail before the request that started it has come to listen. */
    @Test
    void whoComesAfterTheEndIsCalledAsWell() {
        var reader = new Reader();
        var speaker = new Node.Speaker();
        var run = node.start(speaker);
        end(run, speaker);
        node.runs.beat();

        run.attach(reader);

        node.runs.beat();
        node.runs.beat();
        assertThat(reader.beats).hasValue(2);
    }

    @Test
    void nobodyIsForgottenWhileOthersLeave() throws Exception {
        var speaker = new Node.Speaker();
        var run = node.start(speaker);
        end(run, speaker);

        var readers = Crowd.of(100, () -> {
                    var guest = new Reader();
                    var reader = new Reader();
                    run.attach(guest);
                    node.runs.beat();
                    run.attach(reader);
                    run.leave(guest);
                    return reader;
                })
                .stream()
                .map(Future::resultNow)
                .toList();

        var before = readers.stream().map(reader -> reader.beats.get()).toList();
        node.runs.beat();
        assertThat(readers.stream().map(reader -> reader.beats.get()).toList())
                .isEqualTo(before.stream().map(beats -> beats + 1).toList());
    }

    private void end(Run run, Node.Speaker speaker) {
        speaker.says(new Delta.End(FinishReason.STOP));
        await().until(() -> node.runs.liveCount() == 0 && !run.isSettling());
    }
}
