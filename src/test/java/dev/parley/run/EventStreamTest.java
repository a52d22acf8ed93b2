package dev.parley.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.Delta.UsageDelta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Ticker;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.FakeProvider;
import dev.parley.provider.House;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static final String START = "start:run_1.0:{\"id\":\"run_1\",\"model\":\"fake/m\"}";
    private static final String USAGE = "{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}";

    private final FakeProvider provider = new FakeProvider("fake");
    private final FakeSink sink = new FakeSink();
    private final FakeTicker ticker = new FakeTicker();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Run run = new Run(
            new RunSpec(
                    "run_1",
                    "req_1",
                    "open",
                    "chat",
                    "fake/m",
                    House.HELLO,
                    0,
                    false,
                    Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM)),
            watch -> House.call(provider, Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM), watch),
            new RunRules(ticker, 10_000, (prompt, journal) -> Usage.estimated(3, 2)));

    @Test
    void tellsTheWholeStoryInNumberedEvents() {
        provider.answers(
                new TextDelta("Hello"),
                new TextDelta("\n\"[DONE]\" 🌍"),
                new UsageDelta(Usage.reported(3, 2)),
                new End(FinishReason.STOP));
        listenFrom(0);

        run.run();

        assertThat(sink.lines())
                .containsExactly(
                        START,
                        "delta:run_1.1:{\"content\":\"Hello\"}",
                        "delta:run_1.2:{\"content\":\"\\n\\\"[DONE]\\\" 🌍\"}",
                        "usage:run_1.3:" + USAGE,
                        "done:run_1.4:{\"finish_reason\":\"stop\",\"model\":\"fake/m\",\"usage\":" + USAGE + "}",
                        "null:null:[DONE]");
        assertThat(sink.isClosed()).isTrue();
    }

    @Test
    void comesBackAfterTheLastEventSeen() {
        provider.answers(
                new TextDelta("Hello"),
                new TextDelta(" world"),
                new UsageDelta(Usage.reported(3, 2)),
                new End(FinishReason.STOP));
        run.run();

        listenFrom(2);

        assertThat(sink.lines()).hasSize(4).first().isEqualTo("delta:run_1.2:{\"content\":\" world\"}");
    }

    @Test
    void aFailureIsOneTypedEventWithoutTheUpstreamsWords() {
        provider.breaksAfter(ErrorCode.PROVIDER_BROKEN_RESPONSE, new TextDelta("Hel"));
        listenFrom(0);

        run.run();

        assertThat(sink.lines()).hasSize(4);
        assertThat(sink.lines().get(2)).startsWith("error:run_1.2:{").contains("provider_broken_response");
        assertThat(sink.lines().get(3)).isEqualTo("null:null:[DONE]");
    }

    @Test
    void aSlowClientGetsTheNextEventWhenItHasTakenTheLast() {
        provider.answers(new TextDelta("a"), new TextDelta("b"), new End(FinishReason.STOP));
        listenFrom(0);
        sink.beSlow();

        run.run();

        assertThat(sink.lines()).hasSize(2);
        sink.take();
        assertThat(sink.lines()).hasSize(3);
        assertThat(sink.isClosed()).isFalse();
        while (!sink.isClosed()) {
            sink.take();
        }
        assertThat(sink.lines()).last().isEqualTo("null:null:[DONE]");
    }

    @Test
    void sendsAHeartbeatEverySecondUntilTheFirstDelta() {
        listenFrom(0);

        pass(Duration.ofMillis(900));
        assertThat(sink.lines()).containsExactly(START);
        pass(Duration.ofMillis(200));
        assertThat(sink.lines()).containsExactly(START, ":ping");
        pass(Duration.ofMillis(500));
        assertThat(sink.lines()).hasSize(2);
    }

    @Test
    void aClientThatVanishedCancelsTheRun() {
        listenFrom(0);
        sink.beSlow();
        pass(Duration.ofSeconds(2));

        sink.vanish();
        provider.answers(new TextDelta("never"), new End(FinishReason.STOP));
        run.run();

        assertThat(run.journal().outcome()).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void aClientThatTakesNothingLosesItsConnection() {
        listenFrom(0);
        sink.beSlow();
        pass(Duration.ofSeconds(2));
        assertThat(broken).isFalse();

        pass(Duration.ofSeconds(61));

        assertThat(broken).isTrue();
        assertThat(run.isHeard()).isFalse();
    }

    @Test
    void aStreamThatMustEndBrokenLeavesItsClientTimeToReadTheFailure() {
        provider.breaksAfter(ErrorCode.PROVIDER_BROKEN_RESPONSE, new TextDelta("Hel"));
        listen(
                new NativeEvents(run) {
                    @Override
                    public boolean endsBroken() {
                        return true;
                    }
                },
                0);

        run.run();

        assertThat(sink.lines()).last().isEqualTo("null:null:[DONE]");
        assertThat(broken).isFalse();
        pass(Duration.ofMillis(300));
        assertThat(broken).isTrue();
        assertThat(sink.isClosed()).isFalse();
        assertThat(run.isHeard()).isFalse();
    }

    private void listenFrom(int number) {
        listen(new NativeEvents(run), number);
    }

    private void listen(NativeEvents events, int number) {
        var heartbeats = new Heartbeats(ticker, Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofSeconds(60));
        var outlet = new SinkOutlet(sink, null) {
            @Override
            public void breakOff() {
                broken.set(true);
            }
        };
        run.attach(new EventStream<>(run, events, number, outlet, heartbeats));
    }

    private void pass(Duration time) {
        ticker.pass(time);
        run.beat(ticker.nanos());
    }
}
