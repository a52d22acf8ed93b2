package dev.parley.rag.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.parley.http.Json;
import dev.parley.persistence.Cursor;
import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rows of {@code vector_stores}. */
final class StoreTable {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private StoreTable() {}

    static void insert(Connection connection, VectorStore store) throws SQLException {
        Rows.change(
                connection,
                "insert into vector_stores (id, owner, name, description, metadata, expires_days, created_at, active_at, expires_at)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                store.id(),
                store.owner(),
                store.name(),
                store.description(),
                Json.text(store.metadata()),
                Rows.number(days(store)),
                store.createdAt(),
                store.activeAt(),
                Rows.number(store.expiresAt()));
    }

    /** Writes what may be changed of a store. */
    static void update(Connection connection, VectorStore store) throws SQLException {
        Rows.change(
                connection,
                "update vector_stores set name = ?, metadata = ?, expires_days = ?, active_at = ?, expires_at = ? where id = ?",
                store.name(),
                Json.text(store.metadata()),
                Rows.number(days(store)),
                store.activeAt(),
                Rows.number(store.expiresAt()),
                store.id());
    }

    private static Long days(VectorStore store) {
        return store.expiresDays() == null ? null : store.expiresDays().longValue();
    }

    static void use(Connection connection, VectorStore used) throws SQLException {
        Rows.change(
                connection,
                "update vector_stores set active_at = ?, expires_at = ? where id = ? and active_at < ?",
                used.activeAt(),
                Rows.number(used.expiresAt()),
                used.id(),
                used.activeAt());
    }

    static Optional<VectorStore> find(Connection connection, String owner, String id) throws SQLException {
        return Rows.list(
                        connection,
                        StoreTable::store,
                        "select * from vector_stores where id = ? and owner = ? and deleted_at is null",
                        id,
                        owner)
                .stream()
                .findFirst();
    }

    static List<VectorStore> page(Connection connection, String owner, Cursor cursor) throws SQLException {
        return Rows.list(
                connection,
                StoreTable::store,
                "select * from vector_stores where owner = ? and deleted_at is null" + cursor.sql(),
                cursor.values(owner));
    }

    static long count(Connection connection, String owner) throws SQLException {
        return Rows.list(
                        connection,
                        row -> row.getLong(1),
                        "select count(*) from vector_stores where owner = ? and deleted_at is null",
                        owner)
                .getFirst();
    }

    static void markDeleted(Connection connection, String id, long now) throws SQLException {
        Rows.change(connection, "update vector_stores set deleted_at = ? where id = ?", now, id);
    }

    static List<VectorStore> expired(Connection connection, long now) throws SQLException {
        return Rows.list(
                connection,
                StoreTable::store,
                "select * from vector_stores where expires_at <= ? and deleted_at is null",
                now);
    }

    static List<VectorStore> deletedBefore(Connection connection, long moment) throws SQLException {
        return Rows.list(connection, StoreTable::store, "select * from vector_stores where deleted_at < ?", moment);
    }

    static void remove(Connection connection, String id) throws SQLException {
        Rows.change(connection, "delete from vector_store_batches where store_id = ?", id);
        Rows.change(connection, "delete from vector_stores where id = ?", id);
    }

    private static VectorStore store(ResultSet row) throws SQLException {
        var days = Rows.number(row, "expires_days");
        return new VectorStore(
                row.getString("id"),
                row.getString("owner"),
                row.getString("name"),
                row.getString("description"),
                texts(row.getString("metadata")),
                days == null ? null : days.intValue(),
                row.getLong("created_at"),
                row.getLong("active_at"));
    }

    private static Map<String, String> texts(String json) {
        try {
            return Json.MAPPER.readValue(json, TEXTS);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("Stored metadata can't be read", notOurs);
        }
    }
}
