package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.cache.Crowd;
import dev.parley.governance.Caller;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TicketsTest {

    private static final Duration LIFETIME = Duration.ofSeconds(30);

    private final MemoryDatabase database = new MemoryDatabase();
    private final KeyRoom room = new KeyRoom(database);
    private final FakeClock clock = new FakeClock(Instant.parse("2026-08-01T12:00:00Z"));
    private final Tickets tickets = room.tickets(clock);
    private Caller caller;

    @BeforeEach
    void makeKey() {
        caller = room.key("key_1", null, null);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void standsForItsCaller() {
        assertThat(tickets.redeem(tickets.issue(caller))).isEqualTo(caller);
    }

    @Test
    void standsForItOnce() {
        var ticket = tickets.issue(caller);
        tickets.redeem(ticket);

        refuses(ticket, "used before");
    }

    @Test
    void isTakenByAnyServerOfTheDatabase() {
        assertThat(new KeyRoom(database).tickets(clock).redeem(tickets.issue(caller)))
                .isEqualTo(caller);
    }

    @Test
    void standsForItOnceHoweverManyComeAtOnce() throws InterruptedException {
        var other = new KeyRoom(database).tickets(clock);
        for (int round = 0; round < 20; round++) {
            var ticket = tickets.issue(caller);
            var turn = new AtomicInteger();

            var came = Crowd.of(20, () -> {
                var server = turn.getAndIncrement() % 2 == 0 ? tickets : other;
                return server.redeem(ticket);
            });

            assertThat(came.stream().filter(one -> one.state() == Future.State.SUCCESS))
                    .hasSize(1);
            assertThat(came.stream()
                            .filter(one -> one.state() == Future.State.FAILED)
                            .map(Future::exceptionNow))
                    .allMatch(refused -> ((ApiException) refused).code() == ErrorCode.UNAUTHORIZED);
        }
    }

    @Test
    void isGoodForThirtySeconds() {
        var soon = tickets.issue(caller);
        var late = tickets.issue(caller);
        clock.pass(LIFETIME.minusMillis(1));
        tickets.redeem(soon);

        clock.pass(Duration.ofMillis(1));
        refuses(late, "older than 30 s");
    }

    @Test
    void ofAKeyThatWasRevokedMeanwhileIsRefused() {
        var ticket = tickets.issue(caller);
        room.revoke("key_1", clock.millis());

        refuses(ticket, "revoked");
    }

    @Test
    void thatNobodyCameWithIsRemovedInTime() {
        tickets.issue(caller);
        tickets.issue(caller);
        clock.pass(LIFETIME);

        tickets.issue(caller);

        assertThat(database.ask("select count(*) from tickets")).isEqualTo("1");
    }

    @Test
    void thatIsNoneIsRefused() {
        refuses("", "not known");
        refuses("tkt_x", "not known");
        refuses("tkt_" + "x".repeat(10_000), "not known");
    }

    @Test
    void isNowhereToBeReadInTheDatabase() {
        var ticket = tickets.issue(caller);

        assertThat(ticket).matches("tkt_[A-Za-z0-9_-]{43}");
        assertThat(database.ask("select hash from tickets"))
                .hasSize(64)
                .doesNotContain(ticket.substring(Tickets.PREFIX.length()));
    }

    private void refuses(String ticket, String why) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> tickets.redeem(ticket))
                .withMessageContaining(why)
                .matches(refused -> refused.code() == ErrorCode.UNAUTHORIZED);
    }
}
