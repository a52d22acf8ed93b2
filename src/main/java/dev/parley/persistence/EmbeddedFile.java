package dev.parley.persistence;

import dev.parley.platform.VirtualThreads;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/**
 * Keeps the file of the embedded database {@link #BEHIND} at most behind what is committed, which is what the end of the process may
 * cost; and writes it while nobody else writes, as {@link WriteGate} says why. H2's own writer, which waits for nobody, is told to wait
 * for ever, until this one ends. (With {@code WRITE_DELAY=20} it would also look over all parts of its file 500 times a second: measured, half of what
 * governance and stored runs cost a streamed token.)
 */
@ApplicationScoped
class EmbeddedFile {

    static final Duration BEHIND = Duration.ofMillis(20);

    /** H2's own. */
    private static final Duration OWN_DELAY = Duration.ofMillis(500);

    /** After {@link Instances} knows whether there are others. */
    private static final int BEFORE_ROOMS = 30;

    private static final System.Logger LOG = System.getLogger(EmbeddedFile.class.getName());

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    VirtualThreads threads;

    @Inject
    Instances instances;

    @Inject
    WriteGate gate;

    void onStart(@Observes @Priority(BEFORE_ROOMS) Startup start) throws SQLException {
        if (instances.isAlone()) {
            store("set write_delay " + Integer.MAX_VALUE);
            threads.execute(this::keepUp);
        } else {
            stopped.countDown();
        }
    }

    /** Writes what is committed, and returns when it is in the file. Without effect when nothing is new. */
    void write() throws SQLException {
        store("checkpoint");
    }

    /** As {@link #write}, and returns when the system says that it is on the disk. */
    void sync() throws SQLException {
        store("checkpoint sync");
    }

    private void store(String command) throws SQLException {
        try (var connection = source.getConnection();
                var checkpoint = connection.createStatement();
                var entry = gate.alone()) {
            checkpoint.execute(command);
        }
    }

    /** Waits for what it has begun: an interrupt in the middle would close the file. */
    @PreDestroy
    void stop() throws InterruptedException {
        stop.countDown();
        stopped.await(5, TimeUnit.SECONDS);
    }

    private void keepUp() {
        boolean fine = true;
        try {
            while (!stop.await(BEHIND.toMillis(), TimeUnit.MILLISECONDS)) {
                fine = write(fine);
            }
        } catch (InterruptedException ended) {
            LOG.log(System.Logger.Level.DEBUG, "The thread that writes the database's file is ended", ended);
        } finally {
            handBack();
            stopped.countDown();
        }
    }

    /** However this ends, H2 writes what others still commit. */
    private void handBack() {
        try {
            store("set write_delay " + OWN_DELAY.toMillis());
        } catch (SQLException failure) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The database writes its file only when it is closed: {0}",
                    failure.getMessage());
        }
    }

    /** Says whether that went well, and the first time that it did not. */
    private boolean write(boolean fineBefore) {
        try {
            write();
            return true;
        } catch (SQLException failure) {
            if (fineBefore) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The database''s file is written later than it should be: {0}",
                        failure.getMessage());
            }
            return false;
        }
    }
}
