package dev.parley.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.cache.CacheRoom;
import dev.parley.cache.Crowd;
import dev.parley.cache.Room;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Usage;
import dev.parley.observability.QuietMeters;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddingAnswersTest {

    private static final String MODEL = "openai/vectors";

    private final MemoryDatabase database = new MemoryDatabase();
    private final EmbeddingAnswers answers = on(database);
    private final ConcurrentLinkedQueue<List<String>> asked = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void onlyTextsWithoutAVectorAreAskedForAndTheOrderIsKept() {
        ask(Client.of("key_1"), "b", "d");

        var client = Client.of("key_1");
        var all = ask(client, "a", "b", "c", "d", "a");

        assertThat(asked).containsExactly(List.of("b", "d"), List.of("a", "c", "a"));
        assertThat(texts(all)).containsExactly("a", "b", "c", "d", "a");
        assertThat(all.usage()).isEqualTo(Usage.reported(3, 0));
        assertThat(client.cache()).isEqualTo("miss");
    }

    @Test
    void whatIsKnownCostsNothing() {
        ask(Client.of("key_1"), "a", "b");

        var client = Client.of("key_1");
        var again = ask(client, "b", "a");

        assertThat(texts(again)).containsExactly("b", "a");
        assertThat(again.usage()).isEqualTo(Usage.reported(0, 0));
        assertThat(client.cache()).isEqualTo("hit");
        assertThat(asked).hasSize(1);
    }

    @Test
    void othersKnowNothingOfIt() {
        ask(Client.of("key_1"), "a");
        ask(Client.of("key_2"), "a");

        assertThat(asked).hasSize(2);
    }

    @Test
    void whoWantsNoCacheNeitherFindsNorKeeps() {
        var fresh = Client.saying("no-store");
        ask(fresh, "a");
        ask(Client.of("key_1"), "a");
        ask(Client.saying("no-cache"), "a");

        assertThat(asked).hasSize(3);
        assertThat(fresh.cache()).isNull();
    }

    @Test
    void vectorsOfAFallbackAreNotMixedWithThoseThatAreKnown() {
        ask(Client.of("key_1"), "a");

        var all = answers.answer(wanted("a", "b"), Client.of("key_1").by, MODEL, answering("other/vectors"));

        assertThat(all.model()).isEqualTo("other/vectors");
        assertThat(texts(all)).containsExactly("a", "b");
        assertThat(asked).containsExactly(List.of("a"), List.of("b"), List.of("a", "b"));
        ask(Client.of("key_1"), "b"); // and none of them was kept
        assertThat(asked).hasSize(4);
    }

    @Test
    void equalRequestsAtOnceAskOnce() throws Exception {
        for (int round = 0; round < 20; round++) {
            var text = "round " + round;
            asked.clear();
            var clients = Crowd.of(50, () -> {
                var client = Client.of("key_1");
                assertThat(texts(ask(client, text, "b"))).containsExactly(text, "b");
                return client.cache();
            });

            assertThat(asked).hasSize(1);
            assertThat(clients.stream().map(Future::resultNow).filter("miss"::equals))
                    .hasSize(1);
            assertThat(clients.stream().map(Future::resultNow)).isSubsetOf("miss", "join", "hit");
        }
    }

    @Test
    void whatMakesTheFirstFailFailsAllAndIsForgotten() throws Exception {
        var outcomes = Crowd.of(20, () -> answers.answer(wanted("a"), Client.of("key_1").by, MODEL, refusing()));
        assertThat(outcomes)
                .allSatisfy(failed -> assertThat(((ApiException) failed.exceptionNow()).code())
                        .isEqualTo(ErrorCode.PROVIDER_ERROR));

        assertThat(texts(ask(Client.of("key_1"), "a"))).containsExactly("a");
    }

    @Test
    void whoWaitsHearsOfAnErrorToo() throws Exception {
        var error = new CountDownLatch(1);
        var first = Thread.ofVirtual()
                .unstarted(() -> assertThatThrownBy(() ->
                                answers.answer(wanted("a"), Client.of("key_1").by, MODEL, missing -> {
                                    asked.add(List.of("a"));
                                    await().until(() -> error.getCount() == 0);
                                    throw new StackOverflowError("scripted");
                                }))
                        .isInstanceOf(StackOverflowError.class));
        first.start();
        await().until(() -> !asked.isEmpty());
        var second = Thread.ofVirtual()
                .start(() ->
                        assertThatThrownBy(() -> ask(Client.of("key_1"), "a")).hasRootCauseInstanceOf(Error.class));
        await().until(() -> second.getState() == Thread.State.WAITING);

        error.countDown();

        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void fiftyWithOneKeyAreOneCallAndFiftyEqualAnswers() throws Exception {
        var clients = Crowd.of(50, () -> {
            var client = Client.once("k", "body");
            var made = answers.answer(wanted("a", "b"), client.by, MODEL, answering(MODEL));
            assertThat(texts(made)).containsExactly("a", "b");
            assertThat(made.usage()).isEqualTo(Usage.reported(2, 0));
            return client.isReplay();
        });

        assertThat(asked).hasSize(1);
        assertThat(clients.stream().map(Future::resultNow).filter(replayed -> !replayed))
                .hasSize(1);
    }

    @Test
    void theNextProcessReplaysThemBitForBit() {
        var odd = List.of(new float[] {Float.MIN_VALUE, -0.0f, 1 / 3f}, new float[] {});
        var first = answers.answer(
                wanted("a", "b"),
                Client.once("k", "body").by,
                MODEL,
                missing -> new Embeddings(MODEL, odd, Usage.reported(9, 0)));
        var client = Client.once("k", "body");

        var again = on(database).answer(wanted("a", "b"), client.by, MODEL, answering(MODEL));

        assertThat(client.isReplay()).isTrue();
        assertThat(again.vectors().toArray(float[][]::new)).isDeepEqualTo(odd.toArray(float[][]::new));
        assertThat(again.model()).isEqualTo(first.model());
        assertThat(again.usage()).isEqualTo(first.usage());
        assertThat(asked).isEmpty();
    }

    @Test
    void aKeyWithAnotherBodyIsRefusedAndAFailureFreesIt() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> answers.answer(wanted("a"), Client.once("k", "body").by, MODEL, refusing()));

        answers.answer(wanted("b"), Client.once("k", "other").by, MODEL, answering(MODEL));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> answers.answer(wanted("a"), Client.once("k", "body").by, MODEL, answering(MODEL)))
                .satisfies(reused -> assertThat(reused.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
        assertThat(asked).hasSize(1);
    }

    private static EmbeddingAnswers on(MemoryDatabase database) {
        var answers = new EmbeddingAnswers();
        answers.vectors = CacheRoom.vectors();
        answers.idempotency = new Room(database).idempotency;
        answers.meters = new QuietMeters().meters();
        return answers;
    }

    private Embeddings ask(Client client, String... texts) {
        return answers.answer(wanted(texts), client.by, MODEL, answering(MODEL));
    }

    /** A provider whose vectors spell their texts, and whose texts are a token each. */
    private Function<EmbeddingRequest, Embeddings> answering(String model) {
        return missing -> {
            var texts = missing.inputs().stream()
                    .map(input -> ((Input.Text) input).text())
                    .toList();
            asked.add(texts);
            var vectors = texts.stream().map(EmbeddingAnswersTest::letters).toList();
            return new Embeddings(model, vectors, Usage.reported(texts.size(), 0));
        };
    }

    private static Function<EmbeddingRequest, Embeddings> refusing() {
        return missing -> {
            throw new ApiException(ErrorCode.PROVIDER_ERROR, "scripted");
        };
    }

    private static EmbeddingRequest wanted(String... texts) {
        return new EmbeddingRequest(
                "vectors", Arrays.stream(texts).<Input>map(Input.Text::new).toList(), null);
    }

    private static float[] letters(String text) {
        var vector = new float[text.length()];
        IntStream.range(0, vector.length).forEach(i -> vector[i] = text.charAt(i));
        return vector;
    }

    private static List<String> texts(Embeddings embeddings) {
        return embeddings.vectors().stream()
                .map(vector -> {
                    var text = new StringBuilder();
                    for (float letter : vector) {
                        text.append((char) letter);
                    }
                    return text.toString();
                })
                .toList();
    }
}
