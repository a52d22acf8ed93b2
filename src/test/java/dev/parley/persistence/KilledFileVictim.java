package dev.parley.persistence;

import jakarta.enterprise.event.Startup;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The process that {@link KilledFileIT} kills: it opens and closes accounts as the ledger does, by many threads, while jobs are picked on
 * connections of their own. It begins by saying whether its file is sound.
 */
final class KilledFileVictim {

    static final String SOUND = "sound";
    static final String WRITING = "writing";

    private static final int CLIENTS = 20;
    private static final int FIRST = 100;

    private static final List<String> TABLES = List.of(
            "create table if not exists open_accounts (id varchar(64) primary key, holder varchar(64))",
            "create index if not exists open_accounts_holder on open_accounts (holder)",
            "create table if not exists closed_accounts (id varchar(64) primary key, text text)",
            "create table if not exists counts (id varchar(8) primary key, opened bigint, closed bigint)",
            "create table if not exists tasks (id varchar(8) primary key, version bigint)",
            "merge into tasks key (id) values ('a', 0)",
            "insert into counts select 'all', 0, 0 where not exists (select 1 from counts)");

    private final WriteGate gate = new WriteGate();
    private final GroupCommit commits = new GroupCommit();
    private final AtomicLong done = new AtomicLong();
    private final String own = "run" + System.nanoTime();
    private final JdbcConnectionPool database;

    private KilledFileVictim(String file) {
        database = JdbcConnectionPool.create("jdbc:h2:file:" + file + ";AUTO_COMPACT_FILL_RATE=0", "sa", "");
        database.setMaxConnections(50);
    }

    public static void main(String[] arguments) throws Exception {
        var victim = new KilledFileVictim(arguments[0]);
        victim.begin();
        say(victim.verdict());
        victim.write();
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }

    private void begin() throws SQLException {
        try (var connection = database.getConnection();
                var make = connection.createStatement()) {
            for (var table : TABLES) {
                make.execute(table);
            }
        }
        var file = new EmbeddedFile();
        file.source = database;
        file.gate = gate;
        file.threads = MemoryDatabase.threads();
        file.instances = new Instances() {
            @Override
            public boolean isAlone() {
                return true;
            }
        };
        file.onStart(new Startup());
        commits.source = database;
        commits.gate = gate;
        commits.threads = MemoryDatabase.threads();
        commits.begin();
    }

    private String verdict() {
        try {
            var open = commits.call(KilledFileVictim::open);
            long counted = number("select opened - closed from counts");
            long closed = number("select count(*) from closed_accounts");
            long both = number("select count(*) from open_accounts o join closed_accounts c on o.id = c.id");
            if (counted != open.size() || closed != number("select closed from counts") || both != 0) {
                return "torn: %d open, %d counted, %d closed, %d both".formatted(open.size(), counted, closed, both);
            }
            open.forEach(id -> commits.call(connection -> close(connection, id)));
            return SOUND;
        } catch (RuntimeException locked) {
            return "locked: " + locked;
        }
    }

    private static List<String> open(Connection connection) throws SQLException {
        try (var rows = connection.createStatement().executeQuery("select id from open_accounts")) {
            var ids = new ArrayList<String>();
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
            return ids;
        }
    }

    private long number(String sql) {
        return commits.read(connection -> {
            try (var rows = connection.createStatement().executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private void write() throws Exception {
        var clients = new ArrayList<Thread>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            clients.add(Thread.ofPlatform().start(() -> openAndClose(client)));
        }
        pickTasks();
    }

    private void openAndClose(int client) {
        for (long number = 0; ; number++) {
            var id = own + "-" + client + "-" + number;
            commits.call(connection -> {
                update(connection, "update counts set opened = opened + 1 where id = ?", "all");
                return update(connection, "insert into open_accounts (id, holder) values (?, ?)", id, own);
            });
            commits.call(connection -> close(connection, id));
            if (done.incrementAndGet() == FIRST) {
                say(WRITING);
            }
        }
    }

    private static int close(Connection connection, String id) throws SQLException {
        int closed = update(connection, "delete from open_accounts where id = ?", id);
        update(connection, "update counts set closed = closed + 1 where id = ?", "all");
        update(connection, "insert into closed_accounts (id, text) values (?, ?)", id, "x".repeat(400));
        return closed;
    }

    private void pickTasks() throws SQLException {
        try (var connection = gate.guard(database).getConnection()) {
            while (true) {
                update(connection, "update tasks set version = version + 1 where id = ?", "a");
                Thread.yield();
            }
        }
    }

    private static int update(Connection connection, String sql, String... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
