package dev.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of the test's own, from Debian's packages, on a free port. It refuses to run as root and so runs as {@code postgres} then. */
final class Postgres implements AutoCloseable {

    private static final Path BIN = Path.of("/usr/lib/postgresql/15/bin");

    private final int port;

    /** Of its own, since tests run beside each other. */
    private final Path data;

    private boolean stopped;

    private Postgres(int port) {
        this.port = port;
        this.data = Path.of("target/postgres-" + port).toAbsolutePath();
    }

    static boolean isInstalled() {
        return Files.isExecutable(BIN.resolve("initdb"));
    }

    static Postgres start() {
        try {
            var postgres = new Postgres(Ports.next());
            Programs.delete(postgres.data);
            Files.createDirectories(postgres.data);
            if (isRoot()) {
                Programs.run(Map.of(), "chown", "postgres", postgres.data.toString());
            }
            run("initdb", "-D", postgres.data.toString(), "-U", "parley", "-A", "trust");
            postgres.launch();
            run("createdb", "-h", "127.0.0.1", "-p", "" + postgres.port, "-U", "parley", "parley");
            return postgres;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Starts it, again if it was stopped. */
    void launch() {
        stopped = false;
        run(
                "pg_ctl",
                "-D",
                data.toString(),
                "-w",
                "-l",
                data.resolve("log").toString(),
                "-o",
                "-p " + port + " -k " + data + " -h 127.0.0.1",
                "start");
    }

    /** What a server needs to know to use it. */
    Map<String, String> environment() {
        return Map.of(
                "DB_URL",
                "jdbc:postgresql://127.0.0.1:" + port + "/parley",
                "DB_USER",
                "parley",
                "DB_PASSWORD",
                "none");
    }

    /** The first column of what {@code sql} selects. */
    String ask(String sql) {
        return run("psql", "-h", "127.0.0.1", "-p", "" + port, "-U", "parley", "-Atc", sql, "parley")
                .strip();
    }

    /** Stops it as a crash would. */
    void stop() {
        stopped = true;
        run("pg_ctl", "-D", data.toString(), "-m", "immediate", "stop");
    }

    @Override
    public void close() {
        if (!stopped) {
            stop();
        }
        Programs.delete(data);
    }

    private static String run(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(BIN.resolve(program).toString());
        command.addAll(List.of(arguments));
        return Programs.run(Map.of(), command.toArray(String[]::new));
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
