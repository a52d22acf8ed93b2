package dev.parley.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.parley.http.Json;
import dev.parley.persistence.Rows;
import dev.parley.problem.Problem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of batches. */
final class BatchTable {

    private static final String OPEN = " and state in ('queued', 'running')";

    private BatchTable() {}

    static void insert(Connection connection, Batch batch) throws SQLException {
        Rows.change(
                connection,
                "insert into batches (id, owner, caller_id, team, request_id, traceparent, endpoint, model, input_file,"
                        + " metadata, max_cost, state, total, succeeded, failed, cost, created_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?, ?)",
                batch.id(),
                batch.owner(),
                batch.callerId(),
                batch.team(),
                batch.requestId(),
                batch.traceparent(),
                batch.endpoint(),
                batch.model(),
                batch.inputFile(),
                batch.metadata() == null ? null : Json.text(batch.metadata()),
                Rows.number(batch.maxCost()),
                batch.state().wireName(),
                batch.createdAt(),
                batch.expiresAt());
    }

    static Optional<Batch> find(Connection connection, String id) throws SQLException {
        return Rows.list(connection, BatchTable::batch, "select * from batches where id = ?", id).stream()
                .findFirst();
    }

    /** Those of an owner that can be seen, the latest first, from the one after {@code last} on. */
    static List<Batch> list(Connection connection, String owner, Batch last, int most) throws SQLException {
        var sql = "select * from batches where owner = ? and state <> 'reading'";
        var order = " order by created_at desc, id desc fetch first " + most + " rows only";
        return last == null
                ? Rows.list(connection, BatchTable::batch, sql + order, owner)
                : Rows.list(
                        connection,
                        BatchTable::batch,
                        sql + " and (created_at < ? or created_at = ? and id < ?)" + order,
                        owner,
                        last.createdAt(),
                        last.createdAt(),
                        last.id());
    }

    /** From reading to queued. */
    static void ready(Connection connection, String id, long total) throws SQLException {
        Rows.change(
                connection,
                "update batches set state = 'queued', total = ? where id = ? and state = 'reading'",
                total,
                id);
    }

    static void begin(Connection connection, String id, long now) throws SQLException {
        Rows.change(
                connection,
                "update batches set state = 'running', started_at = ? where id = ? and state = 'queued'",
                now,
                id);
    }

    static void count(Connection connection, String id, long succeeded, long failed, long cost) throws SQLException {
        Rows.change(
                connection,
                "update batches set succeeded = succeeded + ?, failed = failed + ?, cost = cost + ? where id = ?",
                succeeded,
                failed,
                cost,
                id);
    }

    /** @return whether it was open */
    static boolean stop(Connection connection, String id, State stopping, Problem reason) throws SQLException {
        return Rows.change(
                        connection,
                        "update batches set state = ?, reason = ? where id = ?" + OPEN,
                        stopping.wireName(),
                        reason == null ? null : Json.text(reason),
                        id)
                == 1;
    }

    /** @return whether it had not ended before and nobody is at it */
    static boolean end(Connection connection, Batch batch, State end, long now) throws SQLException {
        return Rows.change(
                        connection,
                        "update batches set state = ?, ended_at = ? where id = ? and state = ? and not exists"
                                + " (select 1 from batch_chunks where batch_id = batches.id and holder is not null)",
                        end.wireName(),
                        now,
                        batch.id(),
                        batch.state().wireName())
                == 1;
    }

    static List<String> expired(Connection connection, long now, long readingSince) throws SQLException {
        return Rows.list(
                connection,
                row -> row.getString(1),
                "select id from batches where expires_at < ? and state in ('completed', 'cancelled', 'failed')"
                        + " or state = 'reading' and created_at < ? order by expires_at fetch first 20 rows only",
                now,
                readingSince);
    }

    static void delete(Connection connection, String id) throws SQLException {
        Rows.change(connection, "delete from batch_results where batch_id = ?", id);
        Rows.change(connection, "delete from batch_chunks where batch_id = ?", id);
        Rows.change(connection, "delete from batches where id = ?", id);
    }

    private static Batch batch(ResultSet row) throws SQLException {
        return new Batch(
                row.getString("id"),
                row.getString("owner"),
                row.getString("caller_id"),
                row.getString("team"),
                row.getString("request_id"),
                row.getString("traceparent"),
                row.getString("endpoint"),
                row.getString("model"),
                row.getString("input_file"),
                json(row.getString("metadata"), new TypeReference<Map<String, String>>() {}),
                Rows.number(row, "max_cost"),
                State.of(row.getString("state")),
                json(row.getString("reason"), new TypeReference<Problem>() {}),
                row.getLong("total"),
                row.getLong("succeeded"),
                row.getLong("failed"),
                row.getLong("cost"),
                row.getLong("created_at"),
                Rows.number(row, "started_at"),
                Rows.number(row, "ended_at"),
                row.getLong("expires_at"));
    }

    private static <T> T json(String text, TypeReference<T> type) {
        try {
            return text == null ? null : Json.MAPPER.readValue(text, type);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A batch's row can't be read", notOurs);
        }
    }
}
