package dev.parley.batch;

import dev.parley.persistence.GroupCommit;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of batches as lines of JSON, in the order of their items. While a batch runs, those that are there; once it has ended, one for every
 * item: those that were never begun have the batch's reason.
 */
@ApplicationScoped
public class BatchResults {

    /** Which results are wanted. */
    public enum Kind {
        ALL,
        ANSWERS,
        ERRORS
    }

    @Inject
    GroupCommit commits;

    @Inject
    Batches batches;

    /** Writes them out, a chunk in memory at a time. Blocks on the database and the client. */
    public void write(Batch batch, Kind kind, OutputStream out) throws IOException {
        for (var place : commits.read(connection -> ChunkTable.places(connection, batch.id()))) {
            var lines = commits.read(
                    connection -> ResultTable.lines(connection, batch.id(), place.firstItem(), place.count()));
            for (var line : batch.isEnded() && lines.size() < place.count() ? filled(batch, place, lines) : lines) {
                if (kind == Kind.ALL || line.failed() == (kind == Kind.ERRORS)) {
                    out.write(line.text().getBytes(StandardCharsets.UTF_8));
                    out.write('\n');
                }
            }
        }
    }

    /** With a failure for each item that has no result. */
    private List<ResultTable.Line> filled(Batch batch, ChunkTable.Place place, List<ResultTable.Line> known) {
        var asked = commits.read(connection -> ChunkTable.body(connection, batch.id(), place.number()))
                .split("\n");
        var dialect = batches.dialect(batch);
        var reason = reason(batch);
        var all = new ArrayList<ResultTable.Line>();
        var next = known.iterator();
        var line = next.hasNext() ? next.next() : null;
        for (int i = 0; i < asked.length; i++) {
            long item = place.firstItem() + i;
            if (line != null && line.item() == item) {
                all.add(line);
                line = next.hasNext() ? next.next() : null;
            } else {
                var failed = dialect.failed(dialect.id(asked[i]), reason, null);
                all.add(new ResultTable.Line(item, true, failed));
            }
        }
        return all;
    }

    private static ApiException reason(Batch batch) {
        var reason = batch.reason();
        return reason == null
                ? new ApiException(ErrorCode.CANCELLED, "The batch was cancelled before this item was answered.")
                : new ApiException(
                        ErrorCode.valueOf(reason.code().toUpperCase(java.util.Locale.ROOT)), reason.detail());
    }
}
