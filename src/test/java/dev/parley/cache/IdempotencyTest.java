package dev.parley.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Node;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IdempotencyTest {

    private static final IdempotencyKey KEY = key("order-7", "body");
    private static final Object[] HELLO = {
        new TextDelta("Hello"), new UsageDelta(Usage.reported(3, 2)), new End(FinishReason.STOP)
    };

    private final MemoryDatabase database = new MemoryDatabase();
    private final Room room = new Room(database);
    private Node.Speaker speaker = new Node.Speaker();
    private final AtomicInteger paid = new AtomicInteger();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void fiftyAtOnceAreOneRun() throws Exception {
        var runs = Crowd.of(50, () -> send(room, KEY));

        assertThat(paid).hasValue(1);
        assertThat(runs.stream().map(Future::resultNow).distinct()).hasSize(1);
    }

    @Test
    void fiftyAtOnceOnTwoServersAreOneRunEach() throws Exception {
        speaker.says(HELLO);
        var first = ended(send(room, KEY));
        var other = new Room(database);

        var runs = Crowd.of(50, () -> send(other, KEY));

        assertThat(paid).hasValue(1);
        assertThat(runs.stream().map(run -> run.resultNow().id()).distinct()).containsExactly(first.id());
    }

    @Test
    void whatWasAnsweredIsAnsweredAgain() {
        speaker.says(HELLO);
        var first = ended(send(room, KEY));

        var again = send(room, KEY);

        assertThat(again.completion(again.outcome())).isEqualTo(first.completion(first.outcome()));
        assertThat(paid).hasValue(1);
    }

    @Test
    void theNextProcessAnswersAgainToo() {
        speaker.says(HELLO);
        var first = ended(send(room, KEY));

        var again = send(new Room(database), KEY);

        assertThat(again.completion(again.outcome())).isEqualTo(first.completion(first.outcome()));
        assertThat(paid).hasValue(1);
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefusedAtOnceAndCostsNothing() {
        send(room, KEY); // goes on

        assertRefused(ErrorCode.IDEMPOTENCY_KEY_REUSED, key("order-7", "other body"));

        assertThat(paid).hasValue(1);
        speaker.says(HELLO);
    }

    @Test
    void ofACrowdWithTwoBodiesOneIsPaid() throws Exception {
        var turn = new AtomicInteger();

        var runs = Crowd.of(40, () -> send(room, key("order-7", "body " + turn.incrementAndGet() % 2)));

        assertThat(paid).hasValue(1);
        assertThat(runs.stream().filter(run -> run.state() == Future.State.SUCCESS))
                .hasSize(20);
        assertThat(runs.stream().filter(run -> run.state() == Future.State.FAILED))
                .allSatisfy(run -> assertThat(((ApiException) run.exceptionNow()).code())
                        .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED));
    }

    @Test
    void anotherOwnerAndAnotherChoiceHaveTheirOwn() {
        speaker.says(HELLO).says(HELLO).says(HELLO);

        send(room, KEY, "key_1", 0);
        send(room, KEY, "key_2", 0);
        send(room, KEY, "key_1", 1);

        assertThat(paid).hasValue(3);
    }

    @Test
    void aRefusedRequestLeavesItsKeyFree() {
        assertThatThrownBy(() -> room.idempotency.once(KEY, "key_1", 0, "run_refused", () -> {
                    throw new ApiException(ErrorCode.RATE_LIMITED, "scripted");
                }))
                .isInstanceOf(ApiException.class);

        send(room, key("order-7", "other body"));

        assertThat(paid).hasValue(1);
    }

    @Test
    void aKeyThatCouldNotBeFreedIsFreeWhenTheDatabaseIsBack() {
        assertThatThrownBy(() -> room.idempotency.once(KEY, "key_1", 0, "run_refused", () -> {
                    database.down(true);
                    throw new ApiException(ErrorCode.STORE_UNAVAILABLE, "scripted");
                }))
                .isInstanceOf(ApiException.class);
        database.down(false);

        await().ignoreExceptionsInstanceOf(ApiException.class)
                .until(() -> send(room, key("order-7", "other body")) != null);

        assertThat(paid).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"PROVIDER_ERROR", "PROVIDER_BROKEN_RESPONSE", "PROVIDER_TIMEOUT", "UNAUTHORIZED"})
    void aFailureThatMayNotComeAgainFreesTheKeyEvenAfterWords(ErrorCode code) {
        speaker.says(new TextDelta("Hel"), new ApiException(code, "scripted"));
        ended(send(room, KEY));

        speaker.says(HELLO);
        var again = ended(send(room, KEY));

        assertThat(again.outcome()).isInstanceOf(Outcome.Completed.class);
        assertThat(paid).hasValue(2);
    }

    @Test
    void aFailureThatWasNotPaidForFreesTheKey() {
        speaker.says(new ApiException(ErrorCode.PROVIDER_REFUSED_REQUEST, "scripted"));
        ended(send(room, KEY));

        send(room, KEY);

        assertThat(paid).hasValue(2);
    }

    @Test
    void aFailureThatWouldComeAgainAndBePaidAgainIsGivenAgain() {
        speaker.says(new TextDelta("{"), new ApiException(ErrorCode.SCHEMA_VIOLATION, "scripted"));
        var first = ended(send(room, KEY));

        var again = send(room, KEY);

        assertThat(again).isSameAs(first);
        assertThat(paid).hasValue(1);
    }

    @Test
    void whoComesBackWhileTheRunIsCancelledGetsANewOne() {
        var first = send(room, KEY);
        first.cancel();

        var second = send(room, KEY);

        assertThat(second).isNotSameAs(first);
        assertThat(paid).hasValue(2);
        await().until(() -> first.outcome() instanceof Outcome.Cancelled);
        // the end of the first one must not free the key of the second
        assertRefused(ErrorCode.IDEMPOTENCY_KEY_REUSED, key("order-7", "other body"));
    }

    @Test
    void aCrowdThatComesBackAfterACancelIsOneRun() throws Exception {
        for (int round = 0; round < 20; round++) {
            var key = key("round " + round, "body");
            int before = paid.get();
            send(room, key).cancel();

            var runs = Crowd.of(20, () -> send(room, key));

            assertThat(runs.stream().map(Future::resultNow).distinct()).hasSize(1);
            assertThat(paid).hasValue(before + 2);
        }
    }

    @Test
    void aRunThatACrashHasCutOffIsMadeAgain() {
        speaker.says(new TextDelta("Hel"));
        var cut = send(room, KEY);
        await().until(cut::spoke);
        room.node.flush();
        var next = new Room(database);
        room.node.die(next.node);

        speaker = new Node.Speaker().says(HELLO);
        var again = send(next, KEY);

        assertThat(again.id()).isNotEqualTo(cut.id());
        assertThat(paid).hasValue(2);
    }

    @Test
    void aRunThatWasLostWithItsServerIsNotPaidTwiceWithoutAWord() {
        room.claims.claim(KEY.slot("key_1", 0), KEY, "run_lost");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> send(room, KEY))
                .satisfies(justNow -> {
                    assertThat(justNow.code()).isEqualTo(ErrorCode.CONFLICT);
                    assertThat(justNow.retryAfter()).isEqualTo(Duration.ofSeconds(1));
                });

        room.clock.pass(Duration.ofMinutes(1));

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> send(room, KEY))
                .satisfies(lost -> {
                    assertThat(lost.code()).isEqualTo(ErrorCode.CONFLICT);
                    assertThat(lost.detail()).contains("take a new one");
                    assertThat(lost.retryAfter()).isNull();
                });
        assertThat(paid).hasValue(0);
    }

    @Test
    void aKeyLivesForADayAndNotLonger() {
        speaker.says(HELLO);
        ended(send(room, KEY));

        room.clock.pass(Duration.ofHours(24).minusMillis(1));
        send(room, KEY);
        assertThat(paid).hasValue(1);
        assertRefused(ErrorCode.IDEMPOTENCY_KEY_REUSED, key("order-7", "other body"));

        room.clock.pass(Duration.ofMillis(1));
        send(room, key("order-7", "other body"));
        assertThat(paid).hasValue(2);
    }

    @Test
    void aClockThatGoesBackAnHourForgetsNoKey() {
        speaker.says(HELLO);
        ended(send(room, KEY));

        room.clock.pass(Duration.ofHours(-1));
        send(room, KEY);

        assertThat(paid).hasValue(1);
    }

    @Test
    void theSweepRemovesWhatHasExpiredAlone() {
        speaker.says(HELLO).says(HELLO);
        ended(send(room, key("old", "body")));
        room.clock.pass(Duration.ofHours(23));
        ended(send(room, key("new", "body")));
        room.clock.pass(Duration.ofHours(1));

        room.claims.sweep().join();

        assertThat(database.ask("select count(*) from idempotency")).isEqualTo("1");
    }

    @Test
    void nothingIsPaidThatCantBeClaimed() {
        database.down(true);

        assertRefused(ErrorCode.STORE_UNAVAILABLE, KEY);

        assertThat(paid).hasValue(0);
        database.down(false);
        send(room, KEY);
        assertThat(paid).hasValue(1);
    }

    @Test
    void aResultIsGivenAgainToItsOwnerAlone() {
        assertThat(room.idempotency.result(KEY, "key_1", "emb_1")).isEmpty();
        room.idempotency.keep(KEY, "key_1", "[1.5]");

        assertThat(new Room(database).idempotency.result(KEY, "key_1", "emb_2")).contains("[1.5]");
        assertThat(room.idempotency.result(KEY, "key_2", "emb_3")).isEmpty();
    }

    @Test
    void aResultThatIsNotThereYetIsAConflictAndOneThatFailedIsFree() {
        room.idempotency.result(KEY, "key_1", "emb_1");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.idempotency.result(KEY, "key_1", "emb_2"))
                .satisfies(taken -> assertThat(taken.code()).isEqualTo(ErrorCode.CONFLICT));

        room.idempotency.free(KEY, "key_1", "emb_1");

        assertThat(room.idempotency.result(KEY, "key_1", "emb_3")).isEmpty();
    }

    private void assertRefused(ErrorCode code, IdempotencyKey key) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> send(room, key))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private Run send(Room at, IdempotencyKey key) {
        return send(at, key, "key_1", 0);
    }

    private Run send(Room at, IdempotencyKey key, String owner, int choice) {
        var id = Ids.next("run");
        return at.idempotency
                .once(key, owner, choice, id, () -> {
                    paid.incrementAndGet();
                    return at.node.start(id, speaker, owner, false);
                })
                .run();
    }

    /** Waits until a run has ended and what follows from that is done. */
    private Run ended(Run run) {
        await().until(() -> run.outcome() != null && room.flights.size() == 0);
        await().until(() -> run.id().equals(database.ask("select max(id) from runs where id = '" + run.id() + "'")));
        return run;
    }

    private static IdempotencyKey key(String value, String body) {
        return IdempotencyKey.of(value.replace(' ', '-'), "POST", "/chat", body);
    }
}
