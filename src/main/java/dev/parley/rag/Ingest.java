package dev.parley.rag;

import dev.parley.observability.Drain;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.rag.document.Upload;
import dev.parley.rag.document.Versions;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A few workers who make versions as long as there are any: those sent to this server, and those that dead servers have left. */
@ApplicationScoped
class Ingest {

    private static final System.Logger LOG = System.getLogger(Ingest.class.getName());
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final Set<String> making = ConcurrentHashMap.newKeySet();
    private volatile boolean poked = true;
    private volatile boolean stopped;
    private volatile boolean swept;
    private long looked;
    private Semaphore places;

    @Inject
    Settings settings;

    @Inject
    Versions versions;

    @Inject
    VersionMaker maker;

    @Inject
    VirtualThreads threads;

    @Inject
    Pulse pulse;

    @Inject
    Drain drain;

    void onStart(@Observes Startup start) {
        looked = Ticker.SYSTEM.nanos();
        pulse.onBeat(this::beat);
    }

    @PostConstruct
    void configure() {
        places = new Semaphore(RagSettings.read(settings).workers());
    }

    /** There is something new to make. */
    void poke() {
        poked = true;
        begin();
    }

    private void beat() {
        if (poked || Ticker.SYSTEM.nanos() - looked >= LOOK_EVERY.toNanos()) {
            looked = Ticker.SYSTEM.nanos();
            poked = false;
            begin();
        }
    }

    private void begin() {
        if (!drain.isDraining() && !stopped && places.tryAcquire()) {
            threads.execute(this::work);
        }
    }

    private void work() {
        try {
            if (!swept) {
                versions.sweep();
                swept = true;
            }
            for (var next = next(); next.isPresent(); next = next()) {
                begin(); // others help while there is more than one
                make(next.get());
            }
        } catch (ApiException later) {
            LOG.log(System.Logger.Level.WARNING, "Documents wait for the database: {0}", later.detail());
        } finally {
            places.release();
        }
    }

    private synchronized Optional<Upload> next() {
        var next = drain.isDraining() ? Optional.<Upload>empty() : versions.take(making::contains);
        next.ifPresent(upload -> making.add(upload.version()));
        return next;
    }

    private void make(Upload upload) {
        try {
            maker.make(upload);
        } finally {
            making.remove(upload.version());
        }
    }

    @PreDestroy
    void stop() {
        stopped = true;
    }
}
