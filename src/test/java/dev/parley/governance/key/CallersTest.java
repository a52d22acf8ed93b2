package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.governance.Team;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallersTest {

    private static final String ADMIN_KEY = "an-admin-key-of-this-test";
    private static final long LONG_AGO = 1;

    private final MemoryDatabase database = new MemoryDatabase();
    private final KeyStore store = new KeyStore();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoCameWithAKeyMayDoWhatTheKeyMayDoNow() {
        var caller = key("key_1", null, null);

        assertThat(callers(Map.of()).again("key_1", null)).isEqualTo(caller);
    }

    @Test
    void nobodyComesBackWithARevokedKey() {
        key("key_1", null, LONG_AGO);

        refuses("key_1", null, ErrorCode.UNAUTHORIZED, "revoked");
    }

    @Test
    void nobodyComesBackWithAnExpiredKey() {
        key("key_1", LONG_AGO, null);

        refuses("key_1", null, ErrorCode.UNAUTHORIZED, "expired");
    }

    @Test
    void nobodyComesBackWithAKeyThatThereIsNot() {
        refuses("key_2", null, ErrorCode.UNAUTHORIZED, "key_2");
    }

    @Test
    void whoCameWithATokenHasTheLimitsOfTheTeamButAdministersNothing() {
        var team = new Team("red", new Rates(7, null, null), BudgetLimits.UNLIMITED);
        store().write(connection -> {
            TeamTable.insert(connection, team);
            return null;
        });

        var caller = callers(Map.of()).again("jwt:ann", "red");

        assertThat(caller.team()).isEqualTo(team);
        assertThat(caller.owner()).isEqualTo("team:red");
        assertThat(caller.roles()).containsExactly(Caller.USER);
    }

    @Test
    void aTokensTeamMustStillBeThere() {
        refuses("jwt:ann", "gone", ErrorCode.FORBIDDEN, "team");
    }

    @Test
    void theAdministratorOfTheConfigurationComesBackWhileItSaysSo() {
        assertThat(callers(Map.of("parley.admin-key", ADMIN_KEY))
                        .again("admin", null)
                        .isAdmin())
                .isTrue();
        refuses("admin", null, ErrorCode.UNAUTHORIZED, "admin");
    }

    @Test
    void everybodyComesBackOnlyToAnOpenServer() {
        assertThat(callers(Map.of("parley.auth", "open")).again("open", null)).isEqualTo(Caller.OPEN);
        refuses("open", null, ErrorCode.UNAUTHORIZED, "open");
    }

    private void refuses(String id, String team, ErrorCode code, String why) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> callers(Map.of()).again(id, team))
                .withMessageContaining(why)
                .matches(refused -> refused.code() == code);
    }

    private Caller key(String id, Long expiresAt, Long revokedAt) {
        var caller =
                new Caller(id, "a name", null, Set.of(Caller.USER), List.of(), Rates.UNLIMITED, BudgetLimits.UNLIMITED);
        store().write(connection -> {
            KeyTable.insert(connection, new ApiKey("00", caller, 0, expiresAt, null, null));
            if (revokedAt != null) {
                KeyTable.revoke(connection, id, revokedAt);
            }
            return null;
        });
        return caller;
    }

    private KeyStore store() {
        if (store.commits == null) {
            store.source = database;
            store.commits = database.commits();
        }
        return store;
    }

    private Callers callers(Map<String, String> settings) {
        var read = Settings.of(new HashMap<>(settings));
        var check = new KeyCheck();
        check.store = store();
        check.clock = Clock.systemUTC();
        check.configure();
        var tokens = new TokenCallers();
        tokens.settings = read;
        tokens.keys = check;
        tokens.clock = check.clock;
        tokens.configure();
        var callers = new Callers();
        callers.settings = read;
        callers.keys = check;
        callers.tokens = tokens;
        callers.configure();
        return callers;
    }
}
