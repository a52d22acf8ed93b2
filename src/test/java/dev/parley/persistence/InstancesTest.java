package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InstancesTest {

    private static final Duration RENEWAL = Duration.ofSeconds(10);

    private final MemoryDatabase database = new MemoryDatabase();
    private final FakeTicker ticker = new FakeTicker();
    private final Instances one = database.instance(ticker);
    private final Instances other = database.instance(ticker);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoCountsOnLives() {
        for (int i = 0; i < 20; i++) {
            pass(RENEWAL, one, other);
            assertThat(one.isAlive(other.own())).isTrue();
            assertThat(other.isAlive(one.own())).isTrue();
        }
        assertThat(one.own()).startsWith("inst_").isNotEqualTo(other.own());
    }

    @Test
    void whoStandsStillForTheLeaseIsDead() {
        pass(RENEWAL, other, one);

        pass(RENEWAL, one);
        pass(RENEWAL, one);
        ticker.pass(RENEWAL.minusMillis(1));
        assertThat(one.isAlive(other.own())).isTrue();
        ticker.pass(Duration.ofMillis(1));
        assertThat(one.isAlive(other.own())).isFalse();
    }

    @Test
    void whoWasOnlySlowLivesAgain() {
        pass(RENEWAL, other, one);
        pass(RENEWAL, one);
        pass(RENEWAL, one);
        pass(RENEWAL, one);
        assertThat(one.isAlive(other.own())).isFalse();

        pass(RENEWAL, other, one);

        assertThat(one.isAlive(other.own())).isTrue();
    }

    @Test
    void whoLeavesIsDeadWithTheNextLook() {
        assertThat(one.isAlive(other.own())).isTrue();
        other.leave();
        one.renew();

        assertThat(one.isAlive(other.own())).isFalse();
    }

    @Test
    void whoHasJustComeIsAliveAtOnce() {
        one.renew();

        assertThat(one.isAlive(database.instance(ticker).own())).isTrue();
    }

    @Test
    void aNameThatNobodyHasIsDead() {
        assertThat(one.isAlive("inst_never")).isFalse();
        assertThat(one.isAlive(one.own())).isTrue();
    }

    @Test
    void silenceDuringAnOutageProvesNothing() {
        pass(RENEWAL, one, other);
        database.down(true);
        for (int i = 0; i < 10; i++) {
            pass(RENEWAL, one, other);
        }
        database.down(false);

        pass(RENEWAL, one);

        assertThat(one.isAlive(other.own())).isTrue();
    }

    @Test
    void askingAboutAStrangerNeedsTheDatabase() {
        database.down(true);

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> one.isAlive("inst_stranger"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void aRowThatOthersHaveRemovedComesBack() {
        pass(RENEWAL, one, other);
        for (int i = 0; i < 400; i++) {
            pass(RENEWAL, one);
        }
        assertThat(database.ask("select count(*) from instances")).isEqualTo("1");

        pass(RENEWAL, other, one);

        assertThat(one.isAlive(other.own())).isTrue();
    }

    @Test
    void inAnEmbeddedDatabaseAllThatCameBeforeAreDeadAtOnce() throws SQLException {
        var next = new Instances();
        next.source = database;
        next.gate = new WriteGate();
        next.settings = Settings.of(Map.of());
        next.clock = java.time.Clock.systemUTC();
        next.configure();
        assertThat(new InstanceTable(database).isEmbedded()).isTrue();

        next.enter(true);

        assertThat(next.isAlive(one.own())).isFalse();
        assertThat(next.isAlone()).isTrue();
        assertThat(database.ask("select count(*) from instances")).isEqualTo("1");
    }

    @Test
    void aLeaseThatOneLateRenewalWouldEndIsRefused() {
        var hasty = new Instances();
        hasty.settings = Settings.of(Map.of("parley.instance.lease", "15s"));

        assertThatIllegalStateException()
                .isThrownBy(hasty::configure)
                .withMessageContaining("parley.instance.lease")
                .withMessageContaining("15000ms");
    }

    private void pass(Duration time, Instances... renewing) {
        ticker.pass(time);
        for (var instance : renewing) {
            instance.renew();
        }
    }
}
