package dev.parley.generation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Answers that are being made: who asks for one that another thread makes waits for it, and shares its failure. */
final class Flying<T> {

    private final ConcurrentHashMap<String, CompletableFuture<T>> flying = new ConcurrentHashMap<>();

    /** What {@code begin} makes, or what another thread is making under this name, as {@code join} gives it. Blocks. */
    T joined(String name, Supplier<T> begin, Function<T, T> join) {
        var own = new CompletableFuture<T>();
        var other = flying.putIfAbsent(name, own);
        if (other != null) {
            return join.apply(resultOf(other));
        }
        try {
            var answer = begin.get();
            own.complete(answer);
            return answer;
        } catch (RuntimeException | Error failure) {
            own.completeExceptionally(failure);
            throw failure;
        } finally {
            flying.remove(name, own);
        }
    }

    private static <T> T resultOf(CompletableFuture<T> other) {
        try {
            return other.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException its ? its : failure;
        }
    }
}
