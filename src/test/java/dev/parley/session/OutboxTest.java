package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cache.Crowd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final int THREADS = 16;
    private static final int FRAMES = 2_000;

    private final FakePeer peer = new FakePeer();
    private final AtomicInteger lost = new AtomicInteger();
    private final Outbox outbox = new Outbox(peer, lost::incrementAndGet);
    private final List<String> through = new ArrayList<>();

    @Test
    void sendsInTheOrderInWhichTheLanesCome() {
        peer.beSlow();
        add("a1", "b1", "a2");
        assertThat(peer.frames).containsExactly("a1");

        peer.take();
        peer.take();
        peer.take();

        assertThat(peer.frames).containsExactly("a1", "b1", "a2");
        assertThat(through).containsExactly("a1", "b1", "a2");
        assertThat(peer.wasOverrun()).isFalse();
    }

    @Test
    void isIdleWhenAllIsThrough() {
        peer.beSlow();
        assertThat(outbox.isIdle()).isTrue();

        add("one", "two");
        peer.take();
        assertThat(outbox.isIdle()).isFalse();
        assertThat(outbox.through()).isEqualTo(1);

        peer.take();
        assertThat(outbox.isIdle()).isTrue();
        assertThat(outbox.through()).isEqualTo(2);
    }

    @Test
    void aFrameThatIsThroughMayBringTheNext() {
        outbox.add("one", () -> outbox.add("two", () -> add("three")));

        assertThat(peer.frames).containsExactly("one", "two", "three");
        assertThat(peer.wasOverrun()).isFalse();
    }

    @Test
    void nothingIsSentAfterTheClose() {
        peer.beSlow();
        add("under way", "waiting");

        outbox.close();
        add("too late");
        peer.take();

        assertThat(peer.frames).containsExactly("under way");
    }

    @Test
    void aPeerThatIsLostGetsNothingMoreAndIsToldOfOnce() {
        peer.beSlow();
        add("lost", "waiting");

        peer.lose();
        add("too late");

        assertThat(lost).hasValue(1);
        assertThat(peer.frames).containsExactly("lost");
        assertThat(through).isEmpty();
    }

    @Test
    void manyThreadsShareItWhenFramesAreThroughAtOnce() throws InterruptedException {
        hammer(outbox, peer);
    }

    @Test
    void manyThreadsShareItWhenAnotherThreadTellsThatFramesAreThrough() throws InterruptedException {
        try (var container = Executors.newSingleThreadExecutor()) {
            var remote = new FakePeer();
            hammer(new Outbox(toldBy(container, remote), lost::incrementAndGet), remote);
        }
    }

    /** The peer whose frames are through some time later, on a thread of the container. */
    private static Peer toldBy(ExecutorService container, FakePeer peer) {
        return new Peer() {
            @Override
            public void send(String text, Consumer<Boolean> done) {
                container.execute(() -> peer.send(text, done));
            }

            @Override
            public void ping() {
                peer.ping();
            }

            @Override
            public void close(int code, String reason) {
                peer.close(code, reason);
            }
        };
    }

    private static void hammer(Outbox outbox, FakePeer peer) throws InterruptedException {
        var names = new AtomicInteger();
        var told = new AtomicInteger();
        Crowd.of(THREADS, () -> {
            var lane = names.getAndIncrement();
            for (int i = 0; i < FRAMES / THREADS; i++) {
                outbox.add(lane + ":" + i, told::incrementAndGet);
            }
            return null;
        });
        await().until(outbox::isIdle);

        await().untilAsserted(() -> assertThat(told).hasValue(FRAMES));
        assertThat(peer.wasOverrun()).isFalse();
        assertThat(outbox.through()).isEqualTo(FRAMES);
        for (int lane = 0; lane < THREADS; lane++) {
            var own = lane + ":";
            assertThat(peer.frames.stream().filter(frame -> frame.startsWith(own)))
                    .containsExactlyElementsOf(IntStream.range(0, FRAMES / THREADS)
                            .mapToObj(i -> own + i)
                            .toList());
        }
    }

    private void add(String... frames) {
        for (var frame : frames) {
            outbox.add(frame, () -> through.add(frame));
        }
    }
}
