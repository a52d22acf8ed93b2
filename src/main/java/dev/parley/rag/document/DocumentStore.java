package dev.parley.rag.document;

import dev.parley.persistence.Instances;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Documents, their passages and the versions on their way, in the database. All methods block on it and fail with {@code
 * STORE_UNAVAILABLE} when it can't be reached. Files are written in transactions of their own, so that nobody's small work waits for a
 * large one.
 */
@ApplicationScoped
public class DocumentStore {

    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException, IOException;
    }

    private static final System.Logger LOG = System.getLogger(DocumentStore.class.getName());
    private static final int LOOKED_AT = 50;

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    Instances instances;

    @Inject
    Clock clock;

    /** @throws ApiException {@code NOT_FOUND} also when it is another's */
    public Document find(String owner, String id) {
        return read(connection -> DocumentTable.find(connection, owner, id))
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND,
                        "There is no document '%s'; GET /rag/documents lists them.".formatted(id)));
    }

    /**
     * An owner's documents in the order of their ids.
     *
     * @param collection null for all
     * @param after the id to begin after, null for the beginning
     */
    public List<Document> page(String owner, String collection, String after, int limit) {
        return read(connection -> DocumentTable.page(connection, owner, collection, after, limit));
    }

    public List<CollectionCount> collections(String owner) {
        return read(connection -> DocumentTable.collections(connection, owner));
    }

    /** How many versions of an owner wait or are being made. */
    public long waiting(String owner) {
        return read(connection -> UploadTable.waiting(connection, owner));
    }

    /**
     * Writes a new version down, whose file is read from {@code file}; it takes the place of one that is on its way. It is made later,
     * by whoever {@link #take takes} it.
     *
     * @return the upload with what was found out about its file
     */
    public Upload announce(Upload upload, InputStream file) {
        return write(connection -> {
            var measured = new MeasuredFile(file);
            UploadTable.write(connection, upload.version(), measured);
            var written = upload.of(measured.hash(), measured.bytes());
            begin(connection, written);
            return written;
        });
    }

    /** Has new vectors made for what a document serves. */
    public void announce(Upload again) {
        write(connection -> {
            begin(connection, again);
            return null;
        });
    }

    private static void begin(Connection connection, Upload upload) throws SQLException {
        forgetUploads(connection, upload.owner(), upload.document());
        UploadTable.insert(connection, upload);
        DocumentTable.announce(connection, upload);
    }

    private static void forgetUploads(Connection connection, String owner, String document) throws SQLException {
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
        var due = read(connection -> UploadTable.due(connection, clock.millis(), LOOKED_AT));
        for (var each : due) {
            var holder = each.instance();
            boolean free = holder == null
                    || (instances.own().equals(holder)
                            ? !isBusy.test(each.upload().version())
                            : !instances.isAlive(holder));
            if (free
                    && this.<Boolean>write(connection ->
                            UploadTable.take(connection, each.upload().version(), holder, instances.own()))) {
                return Optional.of(each.upload());
            }
        }
        return Optional.empty();
    }

    /**
     * Lets others, or this process later, make a version.
     *
     * @param counts whether it was an attempt
     */
    public void putBack(Upload upload, long notBefore, boolean counts) {
        write(connection -> {
            UploadTable.putBack(connection, upload.version(), notBefore, counts);
            return null;
        });
    }

    /** Writes an uploaded file to {@code out}. */
    public void file(Upload upload, OutputStream out) {
        read(connection -> {
            UploadTable.read(connection, upload.version(), out);
            return null;
        });
    }

    public void progress(Upload upload, Document.Status status, long done, long total) {
        write(connection -> {
            DocumentTable.progress(connection, upload, status, done, total);
            return null;
        });
    }

    /** Adds passages to a version on its way. */
    public void add(Upload upload, List<Passage> passages, long done, long total) {
        write(connection -> {
            PassageTable.insert(connection, upload.version(), passages);
            DocumentTable.progress(connection, upload, Document.Status.EMBEDDING, done, total);
            return null;
        });
    }

    /** Gives a version on its way the passages of another one. */
    public void copy(Upload upload, String from) {
        write(connection -> {
            PassageTable.copy(connection, from, upload.version());
            return null;
        });
    }

    /** How many passages a version has already. */
    public long count(String version) {
        return read(connection -> PassageTable.count(connection, version));
    }

    public List<Passage> passages(String version) {
        return read(connection -> PassageTable.of(connection, version));
    }

    /** A document of the same owner that serves the same bytes, made by the same recipe. */
    public Optional<Document> same(Upload upload, String recipe) {
        return read(connection -> DocumentTable.same(connection, upload.owner(), upload.hash(), recipe));
    }

    /** Serves a version in the place of the one before, unless a newer one has come or the document is gone. */
    public void serve(Upload upload, Served served) {
        write(connection -> {
            var before = DocumentTable.find(connection, upload.owner(), upload.document());
            if (UploadTable.remove(connection, upload.version()) && before.isPresent()) {
                if (before.get().version() != null) {
                    PassageTable.delete(connection, before.get().version());
                }
                if (upload.again() == null) {
                    CollectionTable.measure(connection, upload, upload.bytes());
                }
                DocumentTable.serve(connection, upload, served, clock.millis());
            } else {
                PassageTable.delete(connection, upload.version());
            }
            return null;
        });
    }

    /** Gives a version up; what was served before still is. */
    public void fail(Upload upload, String code, String detail) {
        write(connection -> {
            if (UploadTable.remove(connection, upload.version())) {
                DocumentTable.fail(connection, upload, code, detail, clock.millis());
            }
            PassageTable.delete(connection, upload.version());
            return null;
        });
    }

    /** @throws ApiException {@code NOT_FOUND} also when it is another's */
    public void delete(String owner, String id) {
        find(owner, id);
        write(connection -> {
            forgetUploads(connection, owner, id);
            var document = DocumentTable.find(connection, owner, id);
            if (document.isPresent() && document.get().version() != null) {
                PassageTable.delete(connection, document.get().version());
            }
            DocumentTable.delete(connection, owner, id, clock.millis());
            return null;
        });
    }

    /** Documents that changed after a number, in the order of their changes; deleted ones have no version. */
    public List<Document> changedAfter(long number, int limit) {
        return read(connection -> DocumentTable.changedAfter(connection, number, limit));
    }

    public long lastChange() {
        return read(DocumentTable::lastChange);
    }

    /** Of all owners: served documents whose vectors are not of {@code model}. */
    public List<Document> ofOtherModels(String model) {
        return read(connection -> DocumentTable.ofOtherModels(connection, model));
    }

    /** Whether vectors are being made anew for any document. */
    public boolean isReindexing() {
        return read(UploadTable::anyAgain);
    }

    /** Removes passages that a crash has left without a version. */
    public void sweep() {
        write(connection -> {
            PassageTable.deleteOrphans(connection);
            return null;
        });
    }

    <T> T read(Work<T> work) {
        try (var connection = source.getConnection()) {
            return work.in(connection);
        } catch (SQLException failure) {
            throw unavailable(failure);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    <T> T write(Work<T> work) {
        return read(connection -> {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                var result = work.in(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        });
    }

    private static ApiException unavailable(SQLException failure) {
        LOG.log(System.Logger.Level.WARNING, "The documents could not be reached: {0}", failure.getMessage());
        return new ApiException(
                ErrorCode.STORE_UNAVAILABLE, "Documents can't be reached now; try again in a while.", failure);
    }
}
