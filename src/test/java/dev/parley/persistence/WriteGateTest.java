package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WriteGateTest {

    private static final int WRITERS = 8;
    private static final int ROUNDS = 500;

    private final WriteGate gate = new WriteGate();
    private final MemoryDatabase database = new MemoryDatabase();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void theFileWaitsForAllWriters() throws Exception {
        var writing = new AtomicInteger();
        var disturbed = new AtomicInteger();
        var threads = new Thread[WRITERS];
        for (int i = 0; i < WRITERS; i++) {
            threads[i] = Thread.startVirtualThread(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    try (var entry = gate.enter()) {
                        writing.incrementAndGet();
                        Thread.yield();
                        writing.decrementAndGet();
                    }
                }
            });
        }
        for (int round = 0; round < ROUNDS; round++) {
            try (var entry = gate.alone()) {
                disturbed.addAndGet(writing.get());
            }
        }
        for (var thread : threads) {
            thread.join();
        }

        assertThat(disturbed).hasValue(0);
    }

    @Test
    void writersWaitForNoOtherWriter() {
        try (var entry = gate.enter()) {
            assertThat(CompletableFuture.runAsync(() -> gate.enter().close())).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void statementsOfAGuardedSourceWaitForTheFile() throws Exception {
        try (var connection = gate.guard(database).getConnection();
                var insert =
                        connection.prepareStatement("insert into instances (id, started_at, beats) values (?, 1, 1)")) {
            insert.setString(1, "one");
            CompletableFuture<Integer> inserted;
            try (var entry = gate.alone()) {
                inserted = CompletableFuture.supplyAsync(() -> executed(insert));
                await().during(Duration.ofMillis(100)).until(() -> !inserted.isDone());
            }

            assertThat(inserted.join()).isOne();
        }
        assertThat(database.ask("select count(*) from instances")).isEqualTo("1");
    }

    @Test
    void aTransactionAtRestHoldsNobodyUp() throws Exception {
        try (var connection = gate.guard(database).getConnection();
                var insert = connection.createStatement()) {
            connection.setAutoCommit(false);
            insert.executeUpdate("insert into instances (id, started_at, beats) values ('one', 1, 1)");

            assertThat(CompletableFuture.runAsync(() -> gate.alone().close())).succeedsWithin(Duration.ofSeconds(5));
        }
    }

    @Test
    void aGuardedSourceFailsAsItsDatabaseDoes() throws Exception {
        try (var connection = gate.guard(database).getConnection()) {
            assertThatThrownBy(() -> connection.createStatement().execute("select nonsense"))
                    .isInstanceOf(SQLException.class);
        }
        database.down(true);

        assertThatThrownBy(() -> gate.guard(database).getConnection()).isInstanceOf(SQLException.class);
    }

    private static int executed(PreparedStatement statement) {
        try {
            return statement.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
