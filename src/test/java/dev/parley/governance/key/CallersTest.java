package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Rates;
import dev.parley.governance.Team;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallersTest {

    private static final String ADMIN_KEY = "an-admin-key-of-this-test";
    private static final long LONG_AGO = 1;

    private final MemoryDatabase database = new MemoryDatabase();
    private final KeyRoom room = new KeyRoom(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whoCameWithAKeyMayDoWhatTheKeyMayDoNow() {
        var caller = room.key("key_1", null, null);

        assertThat(room.callers(Map.of()).again("key_1", null)).isEqualTo(caller);
    }

    @Test
    void nobodyComesBackWithARevokedKey() {
        room.key("key_1", null, LONG_AGO);

        refuses("key_1", null, ErrorCode.UNAUTHORIZED, "revoked");
    }

    @Test
    void nobodyComesBackWithAnExpiredKey() {
        room.key("key_1", LONG_AGO, null);

        refuses("key_1", null, ErrorCode.UNAUTHORIZED, "expired");
    }

    @Test
    void nobodyComesBackWithAKeyThatThereIsNot() {
        refuses("key_2", null, ErrorCode.UNAUTHORIZED, "key_2");
    }

    @Test
    void whoCameWithATokenHasTheLimitsOfTheTeamButAdministersNothing() {
        var team = new Team("red", new Rates(7, null, null), BudgetLimits.UNLIMITED);
        room.store.write(connection -> {
            TeamTable.insert(connection, team);
            return null;
        });

        var caller = room.callers(Map.of()).again("jwt:ann", "red");

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
        assertThat(room.callers(Map.of("parley.admin-key", ADMIN_KEY))
                        .again("admin", null)
                        .isAdmin())
                .isTrue();
        refuses("admin", null, ErrorCode.UNAUTHORIZED, "admin");
    }

    @Test
    void everybodyComesBackOnlyToAnOpenServer() {
        assertThat(room.callers(Map.of("parley.auth", "open")).again("open", null))
                .isEqualTo(Caller.OPEN);
        refuses("open", null, ErrorCode.UNAUTHORIZED, "open");
    }

    private void refuses(String id, String team, ErrorCode code, String why) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.callers(Map.of()).again(id, team))
                .withMessageContaining(why)
                .matches(refused -> refused.code() == code);
    }
}
