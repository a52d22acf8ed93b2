package dev.parley.rag.store;

import dev.parley.governance.Caller;
import dev.parley.persistence.Cursor;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Rows;
import dev.parley.platform.Ids;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Files that are attached together. What becomes of them is read from the store, as for any other. Blocks on the database. */
@ApplicationScoped
public class FileBatches {

    /** A row of {@code vector_store_batches}. */
    private record Row(String id, String store, List<String> files, boolean isCancelled, long createdAt) {

        private static Row of(ResultSet row) throws SQLException {
            return new Row(
                    row.getString("id"),
                    row.getString("store_id"),
                    List.of(row.getString("files").split(" ")),
                    row.getBoolean("cancelled"),
                    row.getLong("created_at"));
        }

        private void insert(Connection connection) throws SQLException {
            Rows.change(
                    connection,
                    "insert into vector_store_batches (id, store_id, files, cancelled, created_at) values (?, ?, ?, ?, ?)",
                    id,
                    store,
                    String.join(" ", files),
                    isCancelled,
                    createdAt);
        }
    }

    @Inject
    StoreFiles files;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    /** Attaches files, all or, when one of them can't be, none. Throws as {@link StoreFiles#demand} and {@link StoreFiles#attach}. */
    public FileBatch create(VectorStore store, List<StoreFiles.Wish> wishes, Caller by) {
        files.demand(store, wishes);
        var ids = wishes.stream().map(StoreFiles.Wish::file).distinct().toList();
        var row = new Row(Ids.next("vsfb"), store.id(), ids, false, clock.millis());
        commits.call(connection -> {
            row.insert(connection);
            return null;
        });
        wishes.forEach(wish -> files.attach(store, wish, by));
        return batch(store, row);
    }

    /** @throws ApiException {@code NOT_FOUND} when it is none of this store */
    public FileBatch find(VectorStore store, String id) {
        var row = commits.read(connection -> Rows.list(
                        connection,
                        Row::of,
                        "select * from vector_store_batches where id = ? and store_id = ?",
                        id,
                        store.id())
                .stream()
                .findFirst());
        return batch(
                store,
                row.orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND,
                        "There is no file batch '%s' in the vector store '%s'.".formatted(id, store.id()))));
    }

    private FileBatch batch(VectorStore store, Row row) {
        return new FileBatch(
                row.id, row.store, row.files, row.isCancelled, row.createdAt, files.tally(store, row.files));
    }

    /** Takes out of the store what is not completed yet. */
    public FileBatch cancel(VectorStore store, String id) {
        var batch = find(store, id);
        commits.call(connection ->
                Rows.change(connection, "update vector_store_batches set cancelled = ? where id = ?", true, id));
        var pending = new Cursor(true, null, null, batch.files().size());
        for (var file : files.page(store, StoreFile.Status.IN_PROGRESS, batch.files(), pending)
                .rows()) {
            files.detach(store, file.id());
        }
        return find(store, id);
    }
}
