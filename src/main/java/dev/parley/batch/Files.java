package dev.parley.batch;

import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/** Files in the database, in pieces, so that memory does not grow with them. Blocks on the database. */
@ApplicationScoped
public class Files {

    private static final int PIECE = 256 << 10;

    private BatchSettings rules;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = BatchSettings.read(settings);
    }

    /** Keeps all of {@code content}; a file that breaks off is not kept. */
    public StoredFile keep(String owner, String name, String purpose, InputStream content) throws IOException {
        long now = clock.millis();
        var id = Ids.next("file");
        var empty = new StoredFile(
                id, owner, name, purpose, 0, now, now + rules.keep().toMillis());
        change(connection -> FileTable.insert(connection, empty));
        boolean whole = false;
        try {
            long bytes = 0;
            long piece = 0;
            for (byte[] read; (read = content.readNBytes(PIECE)).length > 0; bytes += read.length) {
                var part = read;
                long number = piece++;
                change(connection -> FileTable.insertPiece(connection, id, number, part));
            }
            long all = bytes;
            change(connection -> FileTable.complete(connection, id, all));
            whole = true;
            return new StoredFile(id, owner, name, purpose, all, now, empty.expiresAt());
        } finally {
            if (!whole) {
                remove(id);
            }
        }
    }

    private void remove(String id) {
        commits.submit(connection -> {
            FileTable.delete(connection, id);
            return null;
        });
    }

    private void change(Change change) {
        commits.call(connection -> {
            change.in(connection);
            return null;
        });
    }

    @FunctionalInterface
    private interface Change {
        void in(Connection connection) throws SQLException;
    }

    /** @throws ApiException {@code NOT_FOUND} also when it is another's */
    public StoredFile find(String id, String owner) {
        return commits.read(connection -> FileTable.find(connection, id))
                .filter(file -> file.owner().equals(owner))
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND, "There is no file '%s', or it is no longer kept.".formatted(id)));
    }

    /** Those of an owner, the latest first, after the one of the id {@code after}, which may be null. */
    public List<StoredFile> list(String owner, String purpose, String after, int most) {
        var last = after == null ? null : find(after, owner);
        return commits.read(connection -> FileTable.list(connection, owner, purpose, last, most));
    }

    /** Removes a file; a batch that was made of it goes on. */
    public void delete(StoredFile file) {
        change(connection -> FileTable.delete(connection, file.id()));
    }

    /** Writes the content out, a piece in memory at a time. */
    public void write(StoredFile file, OutputStream out) throws IOException {
        try (var in = read(file)) {
            in.transferTo(out);
        }
    }

    /** The content, of which a piece is in memory at a time. */
    public InputStream read(StoredFile file) {
        return new Pieces(number -> commits.read(connection -> FileTable.piece(connection, file.id(), number)));
    }
}
