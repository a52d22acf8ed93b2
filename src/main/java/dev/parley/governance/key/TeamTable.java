package dev.parley.governance.key;

import dev.parley.governance.Team;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The statements on teams. */
final class TeamTable {

    private static final String SELECT = "select t.name, " + Columns.limits("t") + " from teams t";
    private static final int LIMITS = 2;

    private TeamTable() {}

    static Optional<Team> find(Connection connection, String name) throws SQLException {
        return findAll(connection, List.of(name)).stream().findFirst();
    }

    /** Those of {@code names} that there are. */
    static List<Team> findAll(Connection connection, Collection<String> names) throws SQLException {
        var places = String.join(",", Collections.nCopies(names.size(), "?"));
        try (var select = connection.prepareStatement(SELECT + " where t.name in (" + places + ")")) {
            int place = 1;
            for (var name : names) {
                select.setString(place++, name);
            }
            return teams(select);
        }
    }

    /** Finds it and holds its row until the transaction ends, so that it is there as long. */
    static Optional<Team> lock(Connection connection, String name) throws SQLException {
        try (var select = connection.prepareStatement(SELECT + " where t.name = ? for update")) {
            select.setString(1, name);
            return teams(select).stream().findFirst();
        }
    }

    /** By name, those after the name {@code after}. */
    static List<Team> page(Connection connection, String after, int most) throws SQLException {
        try (var select =
                connection.prepareStatement(SELECT + " where t.name > ? order by t.name fetch first ? rows only")) {
            select.setString(1, after == null ? "" : after);
            select.setInt(2, most);
            return teams(select);
        }
    }

    static void insert(Connection connection, Team team) throws SQLException {
        var sql = "insert into teams (name, requests_per_minute, tokens_per_minute, concurrent_runs,"
                + " per_day_micro_dollars, per_month_micro_dollars, total_micro_dollars) values (?, ?, ?, ?, ?, ?, ?)";
        try (var insert = connection.prepareStatement(sql)) {
            insert.setString(1, team.name());
            Columns.set(insert, LIMITS, team.rates(), team.budget());
            insert.executeUpdate();
        }
    }

    /** False when there is no such team. */
    static boolean update(Connection connection, Team team) throws SQLException {
        var sql = "update teams set requests_per_minute = ?, tokens_per_minute = ?, concurrent_runs = ?,"
                + " per_day_micro_dollars = ?, per_month_micro_dollars = ?, total_micro_dollars = ? where name = ?";
        try (var update = connection.prepareStatement(sql)) {
            Columns.set(update, 1, team.rates(), team.budget());
            update.setString(1 + Columns.LIMITS, team.name());
            return update.executeUpdate() > 0;
        }
    }

    static void delete(Connection connection, String name) throws SQLException {
        try (var delete = connection.prepareStatement("delete from teams where name = ?")) {
            delete.setString(1, name);
            delete.executeUpdate();
        }
    }

    /** Whether a key that is not revoked belongs to it. */
    static boolean hasKeys(Connection connection, String name) throws SQLException {
        var sql = "select count(*) from api_keys where team = ? and revoked_at is null";
        try (var select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            var row = select.executeQuery();
            return row.next() && row.getLong(1) > 0;
        }
    }

    private static List<Team> teams(PreparedStatement select) throws SQLException {
        var teams = new ArrayList<Team>();
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                teams.add(new Team(rows.getString(1), Columns.rates(rows, LIMITS), Columns.budget(rows, LIMITS)));
            }
        }
        return teams;
    }
}
