package dev.parley.rag.document;

import dev.parley.persistence.Instances;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Versions on their way, in the database: announced with their file, taken by one process, given passages, and served in the place of the
 * version before or given up. All methods block on it and fail with {@code STORE_UNAVAILABLE} when it can't be reached.
 */
@ApplicationScoped
public class Versions {

    private static final int LOOKED_AT = 50;

    @Inject
    Transactions database;

    @Inject
    Instances instances;

    @Inject
    Clock clock;

    /** How many versions of an owner wait or are being made. */
    public long waiting(String owner) {
        return database.read(connection -> UploadTable.waiting(connection, owner));
    }

    /**
     * Writes a new version down, whose file is read from {@code file}; it takes the place of one that is on its way. It is made later,
     * by whoever {@link #take takes} it.
     *
     * @return the upload with what was found out about its file
     */
    public Upload announce(Upload upload, InputStream file) {
        return database.write(connection -> {
            var measured = new MeasuredFile(file);
            UploadChunks.write(connection, upload.version(), measured);
            var written = upload.of(measured.hash(), measured.bytes());
            begin(connection, written);
            return written;
        });
    }

    /** Has new vectors made for what a document serves. */
    public void announce(Upload again) {
        database.change(connection -> begin(connection, again));
    }

    private static void begin(Connection connection, Upload upload) throws SQLException {
        forget(connection, upload.owner(), upload.document());
        UploadTable.insert(connection, upload);
        DocumentChanges.announce(connection, upload);
    }

    /** Gives up all versions of a document that are on their way. */
    static void forget(Connection connection, String owner, String document) throws SQLException {
        for (var version : UploadTable.versions(connection, owner, document)) {
            UploadTable.remove(connection, version);
            PassageTable.delete(connection, version);
        }
    }

    /**
     * The next version that nobody who lives is making, now this process's own.
     *
     * @param isBusy whether this process is at a version that it took before; it may have lost the database over one
     */
    public Optional<Upload> take(Predicate<String> isBusy) {
        return database.read(connection -> UploadTable.due(connection, clock.millis(), LOOKED_AT)).stream()
                .filter(each -> isFree(each, isBusy) && isTaken(each))
                .map(UploadTable.Due::upload)
                .findFirst();
    }

    private boolean isFree(UploadTable.Due due, Predicate<String> isBusy) {
        var holder = due.instance();
        return holder == null
                || (instances.own().equals(holder) ? !isBusy.test(due.upload().version()) : !instances.isAlive(holder));
    }

    private boolean isTaken(UploadTable.Due due) {
        return database.write(
                connection -> UploadTable.take(connection, due.upload().version(), due.instance(), instances.own()));
    }

    /**
     * Lets others, or this process later, make a version.
     *
     * @param counts whether it was an attempt
     */
    public void putBack(Upload upload, long notBefore, boolean counts) {
        database.change(connection -> UploadTable.putBack(connection, upload.version(), notBefore, counts));
    }

    /** Writes an uploaded file to {@code out}. */
    public void file(Upload upload, OutputStream out) {
        database.read(connection -> {
            UploadChunks.read(connection, upload.version(), out);
            return null;
        });
    }

    public void progress(Upload upload, Document.Status status, long done, long total) {
        database.change(connection -> DocumentChanges.progress(connection, upload, status, done, total));
    }

    /** Adds passages to a version. */
    public void add(Upload upload, List<Passage> passages, long done, long total) {
        database.change(connection -> {
            PassageTable.insert(connection, upload.version(), passages);
            DocumentChanges.progress(connection, upload, Document.Status.EMBEDDING, done, total);
        });
    }

    /** Gives a version the passages of another one. */
    public void copy(Upload upload, String from) {
        database.change(connection -> PassageTable.copy(connection, from, upload.version()));
    }

    /** How many passages a version has already. */
    public long count(String version) {
        return database.read(connection -> PassageTable.count(connection, version));
    }

    /** A document of the same owner that serves the same bytes, made by the same recipe. */
    public Optional<Document> same(Upload upload, String recipe) {
        return database.read(connection -> DocumentTable.same(connection, upload.owner(), upload.hash(), recipe));
    }

    /** Serves a version in the place of the one before, unless a newer one has come or the document is gone. */
    public void serve(Upload upload, Served served) {
        database.change(connection -> {
            var before = DocumentTable.find(connection, upload.owner(), upload.document());
            if (UploadTable.remove(connection, upload.version()) && before.isPresent()) {
                if (before.get().version() != null) {
                    PassageTable.delete(connection, before.get().version());
                }
                if (upload.again() == null) {
                    CollectionTable.measure(connection, upload, upload.bytes());
                }
                DocumentChanges.serve(connection, upload, served, clock.millis());
            } else {
                PassageTable.delete(connection, upload.version());
            }
        });
    }

    /** Gives a version up; what was served before still is, also when it is this one. */
    public void fail(Upload upload, String code, String detail) {
        database.change(connection -> {
            if (UploadTable.remove(connection, upload.version())) {
                DocumentChanges.fail(connection, upload, code, detail, clock.millis());
            }
            if (!isServed(connection, upload)) {
                PassageTable.delete(connection, upload.version());
            }
        });
    }

    private static boolean isServed(Connection connection, Upload upload) throws SQLException {
        return DocumentTable.find(connection, upload.owner(), upload.document())
                .filter(document -> upload.version().equals(document.version()))
                .isPresent();
    }

    /** Whether vectors are being made anew for any document. */
    public boolean isReindexing() {
        return database.read(UploadTable::anyAgain);
    }

    /** Removes passages that a crash has left without a version. */
    public void sweep() {
        database.change(PassageTable::deleteOrphans);
    }
}
