package dev.parley.batch;

import dev.parley.persistence.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rows of chunks. A chunk belongs to its holder until that gives it back, is done with it, or is dead. */
final class ChunkTable {

    private static final String FREE = " and holder is null and recorded < item_count";

    private ChunkTable() {}

    /** A chunk's place, without its lines. */
    record Place(long number, long firstItem, int count, long recorded) {}

    static void insert(Connection connection, String batch, long number, long firstItem, int count, String body)
            throws SQLException {
        Rows.change(
                connection,
                "insert into batch_chunks (batch_id, chunk_no, first_item, item_count, recorded, takes, body)"
                        + " values (?, ?, ?, ?, 0, 0, ?)",
                batch,
                number,
                firstItem,
                (long) count,
                body);
    }

    /** Claims the first free chunk from {@code from} on; empty when there is none, or another server was quicker. */
    static Optional<Chunk> claim(Connection connection, String batch, long from, String holder) throws SQLException {
        var free = Rows.list(
                connection,
                row -> row.getLong(1),
                "select chunk_no from batch_chunks where batch_id = ? and chunk_no >= ?" + FREE
                        + " order by chunk_no fetch first 1 rows only",
                batch,
                from);
        if (free.isEmpty()) {
            return Optional.empty();
        }
        int claimed = Rows.change(
                connection,
                "update batch_chunks set holder = ?, takes = takes + 1 where batch_id = ? and chunk_no = ?" + FREE,
                holder,
                batch,
                free.getFirst());
        return claimed == 0 ? Optional.empty() : Optional.of(read(connection, batch, free.getFirst()));
    }

    static boolean hasFree(Connection connection, String batch, long from) throws SQLException {
        return !Rows.list(
                        connection,
                        row -> row.getLong(1),
                        "select chunk_no from batch_chunks where batch_id = ? and chunk_no >= ?" + FREE
                                + " fetch first 1 rows only",
                        batch,
                        from)
                .isEmpty();
    }

    private static Chunk read(Connection connection, String batch, long number) throws SQLException {
        var chunk = Rows.list(
                        connection,
                        ChunkTable::chunk,
                        "select * from batch_chunks where batch_id = ? and chunk_no = ?",
                        batch,
                        number)
                .getFirst();
        return chunk.takes() == 1
                ? chunk
                : new Chunk(
                        number,
                        chunk.firstItem(),
                        chunk.count(),
                        chunk.takes(),
                        chunk.body(),
                        recorded(connection, batch, chunk));
    }

    private static Chunk chunk(ResultSet row) throws SQLException {
        return new Chunk(
                row.getLong("chunk_no"),
                row.getLong("first_item"),
                row.getInt("item_count"),
                row.getLong("takes"),
                row.getString("body"),
                Set.of());
    }

    private static Set<Long> recorded(Connection connection, String batch, Chunk chunk) throws SQLException {
        return new HashSet<>(Rows.list(
                connection,
                row -> row.getLong(1),
                "select item_no from batch_results where batch_id = ? and item_no >= ? and item_no < ?",
                batch,
                chunk.firstItem(),
                chunk.firstItem() + chunk.count()));
    }

    /** Counts results in. @return whether {@code holder} still has the chunk */
    static boolean record(Connection connection, String batch, long number, int results, String holder)
            throws SQLException {
        return Rows.change(
                        connection,
                        "update batch_chunks set recorded = recorded + ?,"
                                + " holder = case when recorded + ? < item_count then holder end"
                                + " where batch_id = ? and chunk_no = ? and holder = ?",
                        (long) results,
                        (long) results,
                        batch,
                        number,
                        holder)
                == 1;
    }

    static void giveBack(Connection connection, String batch, String holder) throws SQLException {
        Rows.change(
                connection, "update batch_chunks set holder = null where batch_id = ? and holder = ?", batch, holder);
    }

    static List<String> holders(Connection connection, String batch) throws SQLException {
        return Rows.list(
                connection,
                row -> row.getString(1),
                "select distinct holder from batch_chunks where batch_id = ? and holder is not null",
                batch);
    }

    static List<Place> places(Connection connection, String batch) throws SQLException {
        return Rows.list(
                connection,
                row -> new Place(row.getLong(1), row.getLong(2), row.getInt(3), row.getLong(4)),
                "select chunk_no, first_item, item_count, recorded from batch_chunks where batch_id = ? order by chunk_no",
                batch);
    }

    static String body(Connection connection, String batch, long number) throws SQLException {
        return Rows.list(
                        connection,
                        row -> row.getString(1),
                        "select body from batch_chunks where batch_id = ? and chunk_no = ?",
                        batch,
                        number)
                .getFirst();
    }
}
