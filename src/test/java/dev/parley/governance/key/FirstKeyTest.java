package dev.parley.governance.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FirstKeyTest {

    private static final String DATABASE = "jdbc:h2:mem:first;DB_CLOSE_DELAY=-1";

    @Test
    void ofManyServersThatStartAtOnceOneMakesIt() throws Exception {
        try (var setUp = DriverManager.getConnection(DATABASE)) {
            setUp.createStatement().execute("runscript from 'classpath:db/migration/V2__keys.sql'");
        }
        var made = new ArrayList<Future<Boolean>>();
        try (var servers = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 40; i++) {
                made.add(servers.submit((Callable<Boolean>) FirstKeyTest::start));
            }
        }

        int keys = 0;
        for (var one : made) {
            keys += one.get() ? 1 : 0;
        }
        assertThat(keys).isEqualTo(1);
        try (var connection = DriverManager.getConnection(DATABASE)) {
            assertThat(KeyTable.page(connection, null, 10)).hasSize(1);
            var key = KeyTable.page(connection, null, 10).getFirst();
            assertThat(key.caller().isAdmin()).isTrue();

            KeyTable.revoke(connection, key.id(), 1);

            assertThat(start())
                    .as("a server that nobody can administer any more makes another")
                    .isTrue();
        }
    }

    private static boolean start() throws SQLException {
        var first = new FirstKey();
        first.clock = Clock.systemUTC();
        try (Connection connection = DriverManager.getConnection(DATABASE)) {
            connection.setAutoCommit(false);
            var made = first.makeIfNeeded(connection).isPresent();
            connection.commit();
            return made;
        }
    }
}
