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
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.store.AlreadyClosedException;

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
    private IndexFolder folder;
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
        use(folder.open());
        if (index.changed() > store.lastChange()) { // of a database that is no longer this one
            close();
            use(folder.openAnew());
        }
        looked = Ticker.SYSTEM.nanos();
        pulse.onBeat(this::beat);
    }

    @PostConstruct
    void configure() {
        folder = new IndexFolder(Path.of(settings.text("parley.data", "data"), "rag"));
        followEvery = settings.duration("parley.rag.follow-every", "1s");
    }

    private void use(PassageIndex opened) {
        index = opened;
        follower = new Follower(opened, store);
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
        } catch (IOException | AlreadyClosedException broken) {
            reopen(broken);
            throw unavailable(broken);
        }
    }

    /** Lucene writes no more once it could not. What was not on disk by then follows again. */
    private void reopen(Exception broken) {
        LOG.log(
                System.Logger.Level.WARNING,
                "The index could not be written and is opened again: {0}",
                broken.toString());
        behind = true;
        try {
            index.abandon();
            use(PassageIndex.open(folder.path(), false));
        } catch (IOException | AlreadyClosedException still) {
            LOG.log(System.Logger.Level.WARNING, "It could not be opened yet: {0}", still.toString());
        }
    }

    private static ApiException unavailable(Exception broken) {
        return new ApiException(
                ErrorCode.STORE_UNAVAILABLE, "The index can't be used now; try again in a while.", broken);
    }

    /** Makes what a document has become searchable here, before its owner is told of it. */
    public void show(Document document) {
        if (document.changed() > index.changed()) {
            catchUp();
        }
    }

    /**
     * The index as it is now, to be closed.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE} while it is opened again
     */
    public View view() {
        try {
            return index.view();
        } catch (AlreadyClosedException between) {
            throw unavailable(between);
        }
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
        } catch (IOException | AlreadyClosedException broken) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The index was not closed well; it follows from its last commit",
                    broken);
        }
    }
}
