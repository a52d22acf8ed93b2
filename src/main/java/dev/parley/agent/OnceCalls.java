package dev.parley.agent;

import dev.parley.llm.ToolError;
import dev.parley.persistence.Checkpoint;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Remembers calls that must not run twice. That one is about to run is durable before it does, on the embedded database too, and what it
 * has led to right after; a call that was begun and has no end may or may not have done what it should, and nobody guesses.
 */
@ApplicationScoped
public class OnceCalls {

    private static final int LONGEST_CALL_ID = 180;

    /**
     * A call that was begun.
     *
     * @param result null while it is not known what it has led to
     */
    public record Begun(String callId, String tool, String arguments, ToolResult result) {}

    private AgentSettings rules;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Checkpoint checkpoint;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = AgentSettings.read(settings);
    }

    /** Writes that a call begins. False when it was begun before. */
    boolean begin(String run, ToolCall call) {
        boolean first = commits.call(connection -> {
            if (find(connection, run, call.id()).isPresent()) {
                return false;
            }
            insert(connection, run, call);
            return true;
        });
        checkpoint.onDisk();
        return first;
    }

    /** Writes that it begins once more, because somebody has said so. */
    void beginAgain(String run, ToolCall call) {
        commits.call(connection -> {
            try (var delete = connection.prepareStatement("delete from once_calls where id = ?")) {
                delete.setString(1, id(run, call.id()));
                delete.executeUpdate();
            }
            insert(connection, run, call);
            return null;
        });
        checkpoint.onDisk();
    }

    void end(String run, ToolCall call, ToolResult result) {
        commits.call(connection -> {
            try (var update = connection.prepareStatement(
                    "update once_calls set ended_at = ?, error = ?, result = ? where id = ?")) {
                update.setLong(1, clock.millis());
                update.setString(
                        2, result.error() == null ? null : result.error().name());
                update.setString(3, result.text());
                update.setString(4, id(run, call.id()));
                return update.executeUpdate();
            }
        });
        checkpoint.onDisk();
    }

    Optional<Begun> find(String run, String callId) {
        return commits.read(connection -> find(connection, run, callId));
    }

    /** All that a run has begun. */
    public List<Begun> of(String run) {
        return commits.read(connection -> {
            try (var select =
                    connection.prepareStatement("select * from once_calls where run_id = ? order by begun_at, id")) {
                select.setString(1, run);
                try (var rows = select.executeQuery()) {
                    var calls = new ArrayList<Begun>();
                    while (rows.next()) {
                        calls.add(begun(rows));
                    }
                    return calls;
                }
            }
        });
    }

    void removeOld() {
        var before = clock.millis() - rules.keep().toMillis();
        commits.submit(connection -> {
            try (var delete = connection.prepareStatement("delete from once_calls where begun_at < ?")) {
                delete.setLong(1, before);
                return delete.executeUpdate();
            }
        });
    }

    private static Optional<Begun> find(Connection connection, String run, String callId) throws SQLException {
        try (var select = connection.prepareStatement("select * from once_calls where id = ?")) {
            select.setString(1, id(run, callId));
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(begun(rows)) : Optional.empty();
            }
        }
    }

    private static Begun begun(ResultSet row) throws SQLException {
        var error = row.getString("error");
        var text = row.getString("result");
        var result = text == null ? null : new ToolResult(error == null ? null : ToolError.valueOf(error), text, 0);
        return new Begun(row.getString("call_id"), row.getString("tool"), row.getString("arguments"), result);
    }

    private void insert(Connection connection, String run, ToolCall call) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into once_calls (id, run_id, call_id, tool, arguments, begun_at) values (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, id(run, call.id()));
            insert.setString(2, run);
            insert.setString(3, call.id());
            insert.setString(4, call.name());
            insert.setString(5, call.arguments());
            insert.setLong(6, clock.millis());
            insert.executeUpdate();
        }
    }

    private static String id(String run, String callId) {
        return run + ":" + callId.substring(0, Math.min(callId.length(), LONGEST_CALL_ID));
    }
}
