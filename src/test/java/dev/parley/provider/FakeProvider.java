package dev.parley.provider;

import dev.parley.llm.Delta;
import dev.parley.llm.Prompt;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that does what the test wrote down, one script per call. */
public final class FakeProvider implements Provider {

    /** What one call does. */
    public sealed interface Script {}

    record Refuse(ApiException failure) implements Script {}

    record Answer(List<Delta> deltas, ApiException then) implements Script {}

    record Hang() implements Script {}

    private final String name;
    private final Queue<Script> scripts = new ArrayDeque<>();
    private final AtomicInteger open = new AtomicInteger();
    private int calls;
    private final CountDownLatch hanging = new CountDownLatch(1);

    public FakeProvider(String name) {
        this.name = name;
    }

    public FakeProvider refuses(ErrorCode code) {
        return refuses(new ApiException(code, "scripted"));
    }

    public FakeProvider refuses(ApiException failure) {
        scripts.add(new Refuse(failure));
        return this;
    }

    public FakeProvider answers(Delta... deltas) {
        scripts.add(new Answer(List.of(deltas), null));
        return this;
    }

    public FakeProvider breaksAfter(ErrorCode code, Delta... deltas) {
        scripts.add(new Answer(List.of(deltas), new ApiException(code, "scripted")));
        return this;
    }

    public FakeProvider hangs() {
        scripts.add(new Hang());
        return this;
    }

    public int calls() {
        return calls;
    }

    /** Streams that were opened and not yet closed. */
    public int openStreams() {
        return open.get();
    }

    public void awaitHanging() throws InterruptedException {
        hanging.await();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> models() {
        return List.of("m", "n");
    }

    @Override
    public DeltaStream open(String model, Prompt prompt, boolean stream) {
        calls++;
        return switch (scripts.remove()) {
            case Refuse refuse -> throw refuse.failure();
            case Answer answer -> new Stream(answer);
            case Hang hang -> throw hang();
        };
    }

    private ApiException hang() {
        hanging.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return new ApiException(ErrorCode.PROVIDER_UNREACHABLE, "closed by interrupt");
    }

    private final class Stream implements DeltaStream {
        private final Iterator<Delta> deltas;
        private final ApiException then;

        Stream(Answer answer) {
            deltas = answer.deltas().iterator();
            then = answer.then();
            open.incrementAndGet();
        }

        @Override
        public Delta next() {
            if (deltas.hasNext()) {
                return deltas.next();
            }
            throw then != null ? then : hang();
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
