package dev.parley.cache;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Many threads that do the same at the same moment. */
public final class Crowd {

    private Crowd() {}

    /** What each of so many threads has come to, its exception in its future. */
    public static <T> List<Future<T>> of(int size, Callable<T> work) throws InterruptedException {
        var start = new CyclicBarrier(size);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, size)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await(10, TimeUnit.SECONDS);
                        return work.call();
                    }))
                    .toList();
            threads.shutdown();
            if (!threads.awaitTermination(30, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                throw new AssertionError("not all came to an end within 30 s");
            }
            return all;
        }
    }
}
