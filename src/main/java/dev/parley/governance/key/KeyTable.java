package dev.parley.governance.key;

import dev.parley.governance.Caller;
import dev.parley.governance.Team;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The statements on keys. A key comes with its team, in one look. */
final class KeyTable {

    private static final String SELECT =
            "select k.id, k.hash, k.name, k.team, k.roles, k.models, k.created_at, k.expires_at,"
                    + " k.revoked_at, k.last_used_at, " + Columns.limits("k") + ", " + Columns.limits("t")
                    + " from api_keys k left join teams t on t.name = k.team";
    private static final int KEY_LIMITS = 11;
    private static final int TEAM_LIMITS = KEY_LIMITS + Columns.LIMITS;
    private static final String LINES = "\n";

    private KeyTable() {}

    static Optional<ApiKey> find(Connection connection, String id) throws SQLException {
        return findAll(connection, List.of(id)).stream().findFirst();
    }

    /** Those of {@code ids} that there are. */
    static List<ApiKey> findAll(Connection connection, Collection<String> ids) throws SQLException {
        var places = String.join(",", Collections.nCopies(ids.size(), "?"));
        try (var select = connection.prepareStatement(SELECT + " where k.id in (" + places + ")")) {
            int place = 1;
            for (var id : ids) {
                select.setString(place++, id);
            }
            return keys(select);
        }
    }

    /** The youngest first, those before the key {@code after} when it is not null. */
    static List<ApiKey> page(Connection connection, String after, int most) throws SQLException {
        var where = after == null
                ? ""
                : " join api_keys a on a.id = ? where k.created_at < a.created_at or k.created_at = a.created_at and k.id < a.id";
        try (var select = connection.prepareStatement(
                SELECT + where + " order by k.created_at desc, k.id desc fetch first ? rows only")) {
            if (after != null) {
                select.setString(1, after);
            }
            select.setInt(after == null ? 1 : 2, most);
            return keys(select);
        }
    }

    static void insert(Connection connection, ApiKey key) throws SQLException {
        var sql =
                "insert into api_keys (id, hash, created_at, name, team, roles, models, expires_at, requests_per_minute,"
                        + " tokens_per_minute, concurrent_runs, per_day_micro_dollars, per_month_micro_dollars, total_micro_dollars)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, key.id());
            insert.setString(2, key.hash());
            insert.setLong(3, key.createdAt());
            insert.setString(4, key.caller().name());
            insert.setString(5, team(key.caller()));
            setTerms(insert, 6, key);
            insert.executeUpdate();
        }
    }

    /** Writes name, roles, models, limits, budget and expiry. */
    static void update(Connection connection, ApiKey key) throws SQLException {
        var sql = "update api_keys set name = ?, roles = ?, models = ?, expires_at = ?, requests_per_minute = ?,"
                + " tokens_per_minute = ?, concurrent_runs = ?, per_day_micro_dollars = ?, per_month_micro_dollars = ?,"
                + " total_micro_dollars = ? where id = ?";
        try (var update = connection.prepareStatement(sql)) {
            update.setString(1, key.caller().name());
            setTerms(update, 2, key);
            update.setString(11, key.id());
            update.executeUpdate();
        }
    }

    /** Holds the row until the transaction ends, so that two changes at once follow each other. */
    static void lock(Connection connection, String id) throws SQLException {
        try (var select = connection.prepareStatement("select id from api_keys where id = ? for update")) {
            select.setString(1, id);
            select.executeQuery();
        }
    }

    /** The moment of the first time is kept. */
    static void revoke(Connection connection, String id, long now) throws SQLException {
        var sql = "update api_keys set revoked_at = ? where id = ? and revoked_at is null";
        try (var update = connection.prepareStatement(sql)) {
            update.setLong(1, now);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    static void used(Connection connection, String id, long now) throws SQLException {
        var sql = "update api_keys set last_used_at = ? where id = ? and (last_used_at is null or last_used_at < ?)";
        try (var update = connection.prepareStatement(sql)) {
            update.setLong(1, now);
            update.setString(2, id);
            update.setLong(3, now);
            update.executeUpdate();
        }
    }

    /** Whether an administrator's key works at {@code now}. */
    static boolean anyAdmin(Connection connection, long now) throws SQLException {
        var sql = "select count(*) from api_keys where roles like ? and revoked_at is null"
                + " and (expires_at is null or expires_at > ?)";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, "%" + Caller.ADMIN + "%");
            select.setLong(2, now);
            var row = select.executeQuery();
            return row.next() && row.getLong(1) > 0;
        }
    }

    private static void setTerms(PreparedStatement statement, int first, ApiKey key) throws SQLException {
        var caller = key.caller();
        statement.setString(first, String.join(LINES, new TreeSet<>(caller.roles())));
        statement.setString(first + 1, String.join(LINES, caller.models()));
        Columns.set(statement, first + 2, key.expiresAt());
        Columns.set(statement, first + 3, caller.rates(), caller.budget());
    }

    private static String team(Caller caller) {
        return caller.team() == null ? null : caller.team().name();
    }

    private static List<ApiKey> keys(PreparedStatement select) throws SQLException {
        var keys = new ArrayList<ApiKey>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                keys.add(key(rows));
            }
        }
        return keys;
    }

    private static ApiKey key(ResultSet row) throws SQLException {
        var caller = new Caller(
                row.getString(1),
                row.getString(3),
                team(row),
                Set.copyOf(lines(row.getString(5))),
                lines(row.getString(6)),
                Columns.rates(row, KEY_LIMITS),
                Columns.budget(row, KEY_LIMITS));
        return new ApiKey(
                row.getString(2),
                caller,
                row.getLong(7),
                Columns.number(row, 8),
                Columns.number(row, 9),
                Columns.number(row, 10));
    }

    private static Team team(ResultSet row) throws SQLException {
        var name = row.getString(4);
        return name == null ? null : new Team(name, Columns.rates(row, TEAM_LIMITS), Columns.budget(row, TEAM_LIMITS));
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
