package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedFileTest {

    @TempDir
    Path folder;

    private final WriteGate gate = new WriteGate();
    private JdbcConnectionPool database;
    private EmbeddedFile file;

    @BeforeEach
    void open() throws SQLException {
        database = JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("db") + "", "sa", "");
        run("create table words (word varchar(64))");
        file = new EmbeddedFile();
        file.source = database;
        file.gate = gate;
        file.threads = MemoryDatabase.threads();
    }

    @AfterEach
    void close() throws SQLException {
        run("shutdown");
        database.dispose();
    }

    @Test
    void whatIsCommittedIsInTheFileSoon() throws Exception {
        start(true);
        run("insert into words values ('zyzzyva')");

        await().until(() -> isInTheFile("zyzzyva"));

        file.stop();
    }

    @Test
    void whatIsCommittedAfterItsEndIsLeftToTheDatabase() throws Exception {
        start(true);
        file.stop();

        run("insert into words values ('aardvark')");

        await().until(() -> isInTheFile("aardvark"));
    }

    @Test
    void nothingIsWrittenWhileSomebodyChangesIt() throws Exception {
        start(true);
        try (var entry = gate.enter()) {
            run("insert into words values ('zyzzyva')");

            await().during(EmbeddedFile.BEHIND.multipliedBy(5)).until(() -> !isInTheFile("zyzzyva"));
        }

        await().until(() -> isInTheFile("zyzzyva"));
        file.stop();
    }

    @Test
    void whoWaitsForTheFileFindsItWritten() throws Exception {
        run("set write_delay 3600000");
        run("insert into words values ('zyzzyva')");

        file.sync();

        assertThat(isInTheFile("zyzzyva")).isTrue();
    }

    @Test
    void aDatabaseOfManyIsLeftAlone() throws Exception {
        run("set write_delay 3600000");
        start(false);
        run("insert into words values ('zyzzyva')");

        await().during(EmbeddedFile.BEHIND.multipliedBy(5)).until(() -> !isInTheFile("zyzzyva"));
        file.stop();
    }

    private void start(boolean alone) throws SQLException {
        file.instances = new Instances() {
            @Override
            public boolean isAlone() {
                return alone;
            }
        };
        file.onStart(new Startup());
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.createStatement().execute(sql);
        }
    }

    private boolean isInTheFile(String word) throws IOException {
        var bytes = Files.readAllBytes(folder.resolve("db.mv.db"));
        assertThat(bytes).isNotEmpty();
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(word);
    }
}
