package dev.parley.governance.usage;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which rows of the ledger are asked for, and how they are summed up.
 *
 * @param from the first moment
 * @param to the moment after the last one
 * @param key null for all, as the others
 */
record UsageQuery(
        Instant from, Instant to, Set<Grouping> groups, String key, String team, String model, String endpoint) {

    /** A condition of SQL and its values. */
    record Where(String condition, List<Object> values) {}

    /**
     * @param from a date or a moment of RFC 3339; null for the first of this month
     * @param to the same; a date counts to its end; null for now
     * @throws ApiException {@code INVALID_REQUEST} naming what can't be read
     */
    static UsageQuery of(
            String from,
            String to,
            String groupBy,
            String key,
            String team,
            String model,
            String endpoint,
            Instant now) {
        var begin = from == null
                ? now.atZone(ZoneOffset.UTC)
                        .toLocalDate()
                        .withDayOfMonth(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                : moment("from", from, false);
        var end = to == null ? now.plusSeconds(1) : moment("to", to, true);
        if (!begin.isBefore(end)) {
            throw wrong("to", "must be after from");
        }
        return new UsageQuery(begin, end, groups(groupBy), key, team, model, endpoint);
    }

    private static Instant moment(String field, String text, boolean end) {
        try {
            if (text.length() == "2026-11-23".length()) {
                var day = LocalDate.parse(text);
                return (end ? day.plusDays(1) : day)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            throw wrong(field, "must be a date like 2026-11-23 or a moment like 2026-11-23T10:00:00Z");
        }
    }

    private static Set<Grouping> groups(String names) {
        var groups = new LinkedHashSet<Grouping>();
        if (names != null && !names.isBlank()) {
            for (var name : names.split(",")) {
                var group = Grouping.of(name.strip());
                if (group == null) {
                    throw wrong("group_by", "must be some of " + Grouping.names());
                }
                groups.add(group);
            }
        }
        return groups;
    }

    private static ApiException wrong(String field, String message) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST,
                "The query parameter " + field + " " + message + ".",
                List.of(new FieldError(field, message)));
    }

    Where where() {
        var condition = new StringBuilder("created_at >= ? and created_at < ?");
        var values = new ArrayList<Object>(List.of(from.toEpochMilli(), to.toEpochMilli()));
        and(condition, values, Grouping.KEY, key);
        and(condition, values, Grouping.TEAM, team);
        and(condition, values, Grouping.MODEL, model);
        and(condition, values, Grouping.ENDPOINT, endpoint);
        return new Where(condition.toString(), values);
    }

    private static void and(StringBuilder condition, List<Object> values, Grouping column, String wanted) {
        if (wanted != null) {
            condition.append(" and ").append(column.column()).append(" = ?");
            values.add(wanted);
        }
    }
}
