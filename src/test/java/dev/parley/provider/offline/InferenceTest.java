package dev.parley.provider.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class InferenceTest {

    private final AtomicInteger loads = new AtomicInteger();
    private final Set<Thread> loaders = ConcurrentHashMap.newKeySet();

    @Test
    void manyCallersShareOneModel() throws Exception {
        try (var inference = new Inference(2, this::load);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Future<List<SentenceModel.Embedded>>>();
            for (int i = 0; i < 50; i++) {
                var texts = List.of("caller " + i, "and more of " + i, "the end");
                answers.add(callers.submit(() -> inference.embed(texts)));
            }
            var end = inference.embed(List.of("the end")).getFirst().vector();

            for (var answer : answers) {
                assertThat(answer.get()).hasSize(3);
                assertThat(answer.get().getLast().vector()).isEqualTo(end);
            }
            assertThat(loads).hasValue(1);
            assertThat(loaders).allMatch(thread -> !thread.isVirtual());
        }
    }

    @Test
    void aQuestionTakesTurnsWithAThousandPassages() throws Exception {
        try (var inference = new Inference(1, this::load)) {
            inference.load();
            var passages = Collections.nCopies(100_000, "a passage that is a little longer than a question");
            var ingest = Thread.ofVirtual().start(() -> ignoringItsEnd(() -> inference.embed(passages)));

            assertThat(inference.embed(List.of("a question"))).hasSize(1);

            assertThat(ingest.isAlive()).isTrue();
            ingest.interrupt();
            ingest.join();
        }
    }

    @Test
    void beginsNoTextWhenItsCallerIsInterrupted() throws Exception {
        try (var inference = new Inference(1, this::load)) {
            inference.load();
            var failure = new AtomicReference<ApiException>();
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    inference.embed(Collections.nCopies(100_000, "text"));
                } catch (ApiException interrupted) {
                    failure.set(interrupted);
                }
            });

            caller.interrupt();

            await().until(() -> !caller.isAlive());
            assertThat(failure.get().code()).isEqualTo(ErrorCode.PROVIDER_BROKEN_RESPONSE);
            assertThat(inference.embed(List.of("next"))).hasSize(1);
        }
    }

    @Test
    void saysWhatIsMissingAndTriesAgain() {
        var missing = new ApiException(ErrorCode.MODEL_NOT_FOUND, "not there");
        try (var inference = new Inference(1, () -> {
            if (loads.getAndIncrement() == 0) {
                throw missing;
            }
            return SentenceLibrary.load();
        })) {
            assertThatThrownBy(() -> inference.embed(List.of("text"))).isSameAs(missing);
            assertThat(inference.embed(List.of("text"))).hasSize(1);
        }
    }

    @Test
    void refusesTextsOnceItIsClosed() {
        var inference = new Inference(1, this::load);
        inference.load();

        inference.close();

        assertThatThrownBy(() -> inference.embed(List.of("text")))
                .isInstanceOfSatisfying(
                        ApiException.class, it -> assertThat(it.code()).isEqualTo(ErrorCode.DRAINING));
    }

    private SentenceModel load() {
        loads.incrementAndGet();
        loaders.add(Thread.currentThread());
        return SentenceLibrary.load();
    }

    private static void ignoringItsEnd(Runnable work) {
        try {
            work.run();
        } catch (ApiException interrupted) {
            assertThat(interrupted.code()).isEqualTo(ErrorCode.PROVIDER_BROKEN_RESPONSE);
        }
    }
}
