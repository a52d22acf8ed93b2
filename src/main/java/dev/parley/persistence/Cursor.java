package dev.parley.persistence;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a page of a list begins that is in the order of {@code created_at} and {@code id}, and which way it goes. A row that comes or goes
 * while somebody turns pages moves no other one to another page.
 *
 * @param after the row after which it begins in the order of the list, null for the beginning
 * @param before the row before which it ends, null for the end
 * @param limit rows at most
 */
public record Cursor(boolean ascending, Row after, Row before, int limit) {

    /** A row of the list. */
    public record Row(long createdAt, String id) {}

    /** The rows of a page in the order of the list. */
    public record Page<T>(List<T> rows, boolean hasMore) {}

    /** A page that ends before a row is read from its end. */
    private boolean backwards() {
        return before != null && after == null;
    }

    /** What is to be put behind a where clause; reads one row more than the limit. */
    public String sql() {
        var sql = new StringBuilder();
        if (after != null) {
            sql.append(beyond(ascending ? ">" : "<"));
        }
        if (before != null) {
            sql.append(beyond(ascending ? "<" : ">"));
        }
        var direction = ascending != backwards() ? " asc" : " desc";
        return sql.append(" order by created_at")
                .append(direction)
                .append(", id")
                .append(direction)
                .append(" limit ")
                .append(limit + 1)
                .toString();
    }

    private static String beyond(String sign) {
        return " and (created_at %1$s ? or created_at = ? and id %1$s ?)".formatted(sign);
    }

    /** {@code values} and those of {@link #sql}. */
    public Object[] values(Object... values) {
        var all = new ArrayList<Object>(List.of(values));
        for (var row : new Row[] {after, before}) {
            if (row != null) {
                all.addAll(List.of(row.createdAt(), row.createdAt(), row.id()));
            }
        }
        return all.toArray();
    }

    /** The page that was read by {@link #sql}. */
    public <T> Page<T> page(List<T> read) {
        boolean more = read.size() > limit;
        var rows = more ? read.subList(0, limit) : read;
        return new Page<>(backwards() ? rows.reversed() : rows, more);
    }
}
