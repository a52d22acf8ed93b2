package dev.parley.persistence;

import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sees to it that what is committed is in the file too. The embedded database writes its file up to 20 ms later than it says, which is
 * good enough for what can be settled again, but not for what its sender forgets with our 202, or would be paid for again. A shared database needs nothing.
 * Those who wait at the same time share one.
 */
@ApplicationScoped
public class Checkpoint {

    private final List<Runnable> waiting = new ArrayList<>();
    private boolean busy;

    @Inject
    EmbeddedFile file;

    @Inject
    Instances instances;

    @Inject
    VirtualThreads threads;

    /** {@code value}, when everything that is committed now is durable. */
    public <T> CompletionStage<T> reached(T value) {
        if (!instances.isAlone()) {
            return CompletableFuture.completedFuture(value);
        }
        var durable = new CompletableFuture<T>();
        synchronized (this) {
            waiting.add(() -> durable.complete(value));
            if (!busy) {
                busy = true;
                threads.execute(this::work);
            }
        }
        return durable;
    }

    /**
     * Returns when everything that is committed now is on the disk, as far as the system tells. Blocks.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    public void onDisk() {
        if (instances.isAlone()) {
            try {
                file.sync();
            } catch (SQLException failure) {
                throw new ApiException(
                        ErrorCode.STORE_UNAVAILABLE,
                        "The database can't be written to; try again in a while.",
                        failure);
            }
        }
    }

    private void work() {
        for (var those = next(); !those.isEmpty(); those = next()) {
            try {
                write();
            } finally {
                those.forEach(Runnable::run);
            }
        }
    }

    private synchronized List<Runnable> next() {
        var those = List.copyOf(waiting);
        waiting.clear();
        busy = !those.isEmpty();
        return those;
    }

    private void write() {
        try {
            file.write();
        } catch (SQLException committedAllTheSame) {
            // it is in the file within 20 ms
        }
    }
}
