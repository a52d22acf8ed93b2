package dev.parley.provider;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** A call on a virtual thread, as runs make them. */
final class Asked {

    private final CompletableFuture<Void> outcome = new CompletableFuture<>();
    private final Thread thread;

    Asked(Runnable work) {
        thread = Thread.ofVirtual().start(() -> {
            try {
                work.run();
                outcome.complete(null);
            } catch (RuntimeException | Error failure) {
                outcome.completeExceptionally(failure);
            }
        });
    }

    void interruptOnceBlocked() {
        await().until(() ->
                thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        thread.interrupt();
    }

    void interrupt() {
        thread.interrupt();
    }

    /** What the call ended with, null for success; fails unless it ends soon. */
    Throwable failure() {
        try {
            outcome.get(5, SECONDS);
            return null;
        } catch (ExecutionException failed) {
            return failed.getCause();
        } catch (InterruptedException | TimeoutException hangs) {
            throw new AssertionError("the call did not end", hangs);
        }
    }
}
