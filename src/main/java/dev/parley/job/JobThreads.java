package dev.parley.job;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Threads for the scheduler: so many tasks at once, each on a virtual thread with the application's context. Nothing is ever interrupted, for an
 * interrupt in the middle of a write closes an embedded database's file.
 */
final class JobThreads extends AbstractExecutorService {

    private final Executor threads;
    private final int most;
    private final Semaphore places;
    private final Runnable onShutdown;
    private volatile boolean shutdown;

    /** @param onShutdown wakes what waits for no end */
    JobThreads(Executor threads, int most, Runnable onShutdown) {
        this.threads = threads;
        this.most = most;
        this.places = new Semaphore(most);
        this.onShutdown = onShutdown;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(() -> {
            places.acquireUninterruptibly();
            try {
                task.run();
            } finally {
                places.release();
            }
        });
    }

    @Override
    public void shutdown() {
        shutdown = true;
        onShutdown.run();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && places.availablePermits() == most;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        if (!places.tryAcquire(most, timeout, unit)) {
            return false;
        }
        places.release(most);
        return true;
    }
}
