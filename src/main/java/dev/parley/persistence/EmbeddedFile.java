package dev.parley.persistence;

import dev.parley.platform.VirtualThreads;
import jakarta.annotation.PreDestroy;
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
 * cost. H2 does so by itself with {@code WRITE_DELAY=20}, but then looks over all parts of its file 500 times a second (measured: half of
 * what governance and stored runs cost a streamed token, and more with every part); left to its own delay it does that 20 times.
 */
@ApplicationScoped
class EmbeddedFile {

    static final Duration BEHIND = Duration.ofMillis(20);

    private static final System.Logger LOG = System.getLogger(EmbeddedFile.class.getName());

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Resource(lookup = "jdbc/parley", shareable = false)
    DataSource source;

    @Inject
    VirtualThreads threads;

    @Inject
    Instances instances;

    void onStart(@Observes Startup start) {
        if (instances.isAlone()) {
            threads.execute(this::keepUp);
        } else {
            stopped.countDown();
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
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
    }

    /** Writes what is new, without effect when nothing is; says whether that went well, and the first time that it did not. */
    private boolean write(boolean fineBefore) {
        try (var connection = source.getConnection();
                var checkpoint = connection.createStatement()) {
            checkpoint.execute("checkpoint");
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
