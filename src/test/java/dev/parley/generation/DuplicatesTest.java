package dev.parley.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.cache.CacheRoom;
import dev.parley.cache.Crowd;
import dev.parley.cache.Room;
import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.Usage;
import dev.parley.observability.QuietMeters;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Node;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.RunSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DuplicatesTest {

    private final MemoryDatabase database = new MemoryDatabase();
    private final Room room = new Room(database);
    private final Duplicates duplicates = new Duplicates();
    private final AtomicInteger paid = new AtomicInteger();

    DuplicatesTest() {
        duplicates.answers = CacheRoom.answers();
        duplicates.flights = room.flights;
        duplicates.idempotency = room.idempotency;
        duplicates.runs = room.node.runs;
        duplicates.meters = new QuietMeters().meters();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCrowdPaysOnceHoweverItComes() throws Exception {
        for (int round = 0; round < 200; round++) {
            var question = "round " + round;
            paid.set(0);
            var said = Crowd.of(16, () -> {
                var client = Client.of("key_1");
                ended(ask(client, question, quick()));
                ended(ask(Client.of("key_1"), question, quick()));
                return client.cache();
            });

            assertThat(paid).hasValue(1);
            assertThat(said.stream().map(Future::resultNow).filter("miss"::equals))
                    .hasSize(1);
            assertThat(said.stream().map(Future::resultNow)).isSubsetOf("miss", "join", "hit");
        }
    }

    @Test
    void whoIsRefusedIsToldNothingOfTheCache() {
        var client = Client.of("key_1");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> duplicates.answer(request(client, "hi"), spec(client.by), List.of("m"), () -> {
                    throw new ApiException(ErrorCode.RATE_LIMITED, "scripted");
                }));

        assertThat(client.cache()).isNull();
        assertThat(ended(ask(Client.of("key_1"), "hi", quick()))).isInstanceOf(Outcome.Completed.class);
    }

    @Test
    void anotherKeyHasARunOfItsOwn() {
        var silent = new Node.Speaker();

        var one = ask(Client.of("key_1"), "hi", silent);
        var other = ask(Client.of("key_2"), "hi", silent);

        assertThat(other).isNotSameAs(one);
        assertThat(paid).hasValue(2);
    }

    @Test
    void whoIsInAHurryDoesNotHurryOthers() {
        var silent = new Node.Speaker();
        var client = Client.of("key_1");
        var hurried =
                new GenerationRequest(client.by, "chat", prompt("hi"), false, false, Duration.ofSeconds(1), 0, null);
        ask(hurried, silent);

        ask(Client.of("key_1"), "hi", silent);

        assertThat(paid).hasValue(2);
    }

    @Test
    void aHitIsARunOfItsOwnThatEndsAsTheFirstDid() {
        var first = ask(Client.of("key_1"), "hi", quick());
        ended(first);

        // it can be joined until it is kept
        var hit = Stream.generate(() -> Client.of("key_1"))
                .map(client -> Map.entry(ask(client, "hi", quick()), client))
                .filter(answered -> "hit".equals(answered.getValue().cache()))
                .findFirst()
                .orElseThrow()
                .getKey();

        assertThat(paid).hasValue(1);
        assertThat(hit.id()).isNotEqualTo(first.id());
        assertThat(hit.outcome()).isEqualTo(first.outcome());
        assertThat(room.node.runs.find(hit.id(), "key_1")).isSameAs(hit);
    }

    @Test
    void aRequestWithAKeyOfItsOwnIsAnsweredUnderThat() {
        var first = Client.once("k", "body");
        var again = Client.once("k", "body");
        ended(ask(first, "hi", quick()));
        ask(again, "hi", quick());

        assertThat(first.isReplay()).isFalse();
        assertThat(again.isReplay()).isTrue();
        assertThat(again.cache()).isNull();
        assertThat(paid).hasValue(1);
    }

    @Test
    void whatIsNotToBeCachedIsPaidEachTime() {
        ended(ask(Client.saying("no-store"), "hi", quick()));
        ended(ask(Client.saying("no-store"), "hi", quick()));
        var client = Client.of("key_1");
        ended(ask(client, "hi", quick()));

        assertThat(client.cache()).isEqualTo("miss");
        assertThat(paid).hasValue(3);
    }

    private Run ask(Client client, String text, Node.Speaker speaker) {
        return ask(request(client, text), speaker);
    }

    private Run ask(GenerationRequest request, Node.Speaker speaker) {
        var spec = spec(request.by());
        return duplicates.answer(request, spec, List.of("m"), () -> {
            paid.incrementAndGet();
            return room.node.start(spec.id(), speaker, spec.owner(), false);
        });
    }

    private static RunSpec spec(Requester by) {
        return Node.spec(Ids.next("run"), by.caller().owner(), false);
    }

    private static Outcome ended(Run run) {
        return run.end()
                .toCompletableFuture()
                .copy()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static Node.Speaker quick() {
        return new Node.Speaker()
                .says(new TextDelta("Hello"), new UsageDelta(Usage.reported(3, 2)), new End(FinishReason.STOP));
    }

    private static GenerationRequest request(Client client, String text) {
        return new GenerationRequest(client.by, "chat", prompt(text), false, false, null);
    }

    private static Prompt prompt(String text) {
        return Prompt.of("m", List.of(Message.of(Role.USER, text)), Sampling.of(0.0, null));
    }
}
