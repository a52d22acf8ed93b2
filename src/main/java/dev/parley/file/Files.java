package dev.parley.file;

import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
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

    private long mostBytes;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    @Any
    Instance<FileUse> uses;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        mostBytes = settings.number("parley.files.max-bytes", 10L << 30, 1, Long.MAX_VALUE);
    }

    /**
     * Keeps all of {@code content}; a file that breaks off is not kept.
     *
     * @param expiresAt epoch milliseconds, null for never
     * @throws ApiException {@code PAYLOAD_TOO_LARGE} when the owner would have more than {@code parley.files.max-bytes}
     */
    public StoredFile keep(String owner, String name, String purpose, Long expiresAt, InputStream content)
            throws IOException {
        long left = mostBytes - commits.read(connection -> FileTable.bytes(connection, owner));
        var id = Ids.next("file");
        var empty = new StoredFile(id, owner, name, purpose, 0, clock.millis(), expiresAt);
        change(connection -> FileTable.insert(connection, empty));
        boolean whole = false;
        try {
            long bytes = write(id, content, left);
            change(connection -> FileTable.complete(connection, id, bytes));
            whole = true;
            return new StoredFile(id, owner, name, purpose, bytes, empty.createdAt(), expiresAt);
        } finally {
            if (!whole) {
                remove(id);
            }
        }
    }

    private long write(String id, InputStream content, long most) throws IOException {
        long bytes = 0;
        long piece = 0;
        for (byte[] read; (read = content.readNBytes(PIECE)).length > 0; ) {
            bytes += read.length;
            if (bytes > most) {
                throw new ApiException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "With it your files would have more than the %d bytes allowed (parley.files.max-bytes); delete some."
                                .formatted(mostBytes));
            }
            var part = read;
            long number = piece++;
            change(connection -> FileTable.insertPiece(connection, id, number, part));
        }
        return bytes;
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

    /** Removes a file, and before it what was made of it and goes along ({@link FileUse}). */
    public void delete(StoredFile file) {
        uses.forEach(use -> use.forget(file));
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
