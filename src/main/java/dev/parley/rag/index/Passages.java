package dev.parley.rag.index;

import dev.parley.persistence.Instances;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.DocumentStore;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The passages of all documents as this server can search them. It follows the documents in the database: at once those that it was
 * told of, and on a shared database within {@code parley.rag.follow-every} those that others have changed.
 */
@ApplicationScoped
public class Passages {

    /** Where the index stands. */
    public record State(long passages, long bytes, long changed, boolean current) {}

    private static final System.Logger LOG = System.getLogger(Passages.class.getName());

    private final AtomicBoolean following = new AtomicBoolean();
    private volatile PassageIndex index;
    private volatile Follower follower;
    private volatile boolean behind = true;
    private Path folder;
    private Duration followEvery;
    private volatile long looked;

    @Inject
    Settings settings;

    @Inject
    DocumentStore store;

    @Inject
    Instances instances;

    @Inject
    VirtualThreads threads;

    @Inject
    Pulse pulse;

    void onStart(@Observes Startup start) {
        open(false);
        if (index.changed() > store.lastChange()) {
            open(true); // of a database that is no longer this one
        }
        looked = Ticker.SYSTEM.nanos();
        pulse.onBeat(this::beat);
    }

    @PostConstruct
    void configure() {
        folder = Path.of(settings.text("parley.data", "data"), "rag");
        followEvery = settings.duration("parley.rag.follow-every", "1s");
    }

    private void open(boolean anew) {
        try {
            if (index != null) {
                index.close();
            }
            index = PassageIndex.open(folder, anew);
        } catch (IOException unusable) {
            index = openAnew(unusable);
        }
        follower = new Follower(index, store);
    }

    private PassageIndex openAnew(IOException unusable) {
        LOG.log(System.Logger.Level.WARNING, "The index can''t be used and is made anew: {0}", unusable.toString());
        try {
            return PassageIndex.open(folder, true);
        } catch (IOException held) {
            throw new IllegalStateException(
                    "The folder " + folder.toAbsolutePath()
                            + " for the index can't be written to; another server may use it: give each its own PARLEY_DATA.",
                    held);
        }
    }

    private void beat() {
        boolean due = behind
                || !instances.isAlone() && Ticker.SYSTEM.nanos() - looked >= followEvery.toNanos()
                || follower.isCommitDue();
        if (due && following.compareAndSet(false, true)) {
            threads.execute(this::follow);
        }
    }

    private void follow() {
        try {
            catchUp();
        } catch (ApiException later) {
            LOG.log(System.Logger.Level.DEBUG, "The index could not follow; it tries again", later);
        } finally {
            following.set(false);
        }
    }

    /**
     * Makes all that was committed to the database until now searchable here. Blocks.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    public synchronized void catchUp() {
        looked = Ticker.SYSTEM.nanos();
        try {
            follower.catchUp();
            behind = false;
        } catch (IOException broken) {
            throw new UncheckedIOException("The index can't be written", broken);
        }
    }

    /** Makes what a document has become searchable here, before its owner is told of it. */
    public void show(Document document) {
        if (document.changed() > index.changed()) {
            catchUp();
        }
    }

    /** The index as it is now, to be closed. */
    public View view() {
        return index.view();
    }

    /** Has all passages written anew from the database, in the background; until then those that are there are found. */
    public synchronized void rebuild() {
        index.rewind();
        behind = true;
    }

    public State state() {
        try {
            return new State(index.passages(), index.size(), index.changed(), index.changed() >= store.lastChange());
        } catch (IOException broken) {
            throw new ApiException(
                    ErrorCode.INTERNAL_ERROR,
                    "The index can't be read; POST /admin/rag/reindex makes it anew.",
                    broken);
        }
    }

    @PreDestroy
    synchronized void close() {
        try {
            index.close();
        } catch (IOException broken) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The index was not closed well; it follows from its last commit",
                    broken);
        }
    }
}
