package dev.parley.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rows of jobs that the library leaves to us: those that are written with other rows, and those of the dead. */
final class JobTable {

    static final String NAME = "jobs";

    private static final String RELEASE = "update jobs set picked = false, picked_by = null, last_heartbeat = null,"
            + " execution_time = ?, version = version + 1, consecutive_failures = coalesce(consecutive_failures, 0) + 1"
            + " where picked = true";

    /** A job that somebody is at. */
    record Held(String name, String id, long version) {}

    private JobTable() {}

    /** @return whether there was none of that name and id */
    static boolean insert(Connection connection, String name, String id, byte[] data, Instant due) throws SQLException {
        if (exists(connection, name, id)) {
            return false;
        }
        try (var insert = connection.prepareStatement(
                "insert into jobs"
                        + " (task_name, task_instance, task_data, execution_time, picked, version) values (?, ?, ?, ?, false, 1)")) {
            insert.setString(1, name);
            insert.setString(2, id);
            insert.setBytes(3, data);
            insert.setObject(4, due.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
            return true;
        }
    }

    static boolean exists(Connection connection, String name, String id) throws SQLException {
        try (var select =
                connection.prepareStatement("select version from jobs where task_name = ? and task_instance = ?")) {
            select.setString(1, name);
            select.setString(2, id);
            try (var rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Takes a job away that nobody is at. */
    static boolean delete(Connection connection, String name, String id) throws SQLException {
        try (var delete = connection.prepareStatement(
                "delete from jobs where task_name = ? and task_instance = ? and picked = false")) {
            delete.setString(1, name);
            delete.setString(2, id);
            return delete.executeUpdate() == 1;
        }
    }

    /** Brings a job forward that nobody is at. */
    static boolean hasten(Connection connection, String name, String id, Instant due) throws SQLException {
        try (var update = connection.prepareStatement("update jobs set execution_time = ?, version = version + 1"
                + " where task_name = ? and task_instance = ? and picked = false and execution_time > ?")) {
            update.setObject(1, due.atOffset(ZoneOffset.UTC));
            update.setString(2, name);
            update.setString(3, id);
            update.setObject(4, due.atOffset(ZoneOffset.UTC));
            return update.executeUpdate() == 1;
        }
    }

    /** The instances that are at jobs. */
    static List<String> holders(Connection connection) throws SQLException {
        try (var select = connection.prepareStatement("select distinct picked_by from jobs where picked = true");
                var rows = select.executeQuery()) {
            var holders = new ArrayList<String>();
            while (rows.next()) {
                holders.add(rows.getString(1));
            }
            return holders;
        }
    }

    /** What {@code holder} is at. */
    static Set<Held> held(Connection connection, String holder) throws SQLException {
        try (var select = connection.prepareStatement(
                "select task_name, task_instance, version from jobs where picked = true and picked_by = ?")) {
            select.setString(1, holder);
            try (var rows = select.executeQuery()) {
                var held = new HashSet<Held>();
                while (rows.next()) {
                    held.add(new Held(rows.getString(1), rows.getString(2), rows.getLong(3)));
                }
                return held;
            }
        }
    }

    /** Gives one job back, unless it has moved on since. */
    static void release(Connection connection, Held job, Instant now) throws SQLException {
        try (var update =
                connection.prepareStatement(RELEASE + " and task_name = ? and task_instance = ? and version = ?")) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.setString(2, job.name());
            update.setString(3, job.id());
            update.setLong(4, job.version());
            update.executeUpdate();
        }
    }

    /** Gives back all that {@code holder} was at: due at once, and counted as a failure, so that a job that kills whoever runs it comes to an end. */
    static int release(Connection connection, String holder, Instant now) throws SQLException {
        try (var update = connection.prepareStatement(RELEASE + " and picked_by = ?")) {
            update.setObject(1, now.atOffset(ZoneOffset.UTC));
            update.setString(2, holder);
            return update.executeUpdate();
        }
    }
}
