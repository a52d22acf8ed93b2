package dev.parley.generation;

import dev.parley.cache.Idempotency;
import dev.parley.observability.Meters;
import dev.parley.platform.Ids;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gives the answer that an {@code Idempotency-Key} has led to again, for answers in one piece, which are kept as text with the key.
 *
 * @param write an answer as text, which {@code read} understands
 * @param cost for the access line of who gets it again
 */
record Once<T>(
        Idempotency idempotency,
        Meters meters,
        Flying<T> flying,
        Function<T, String> write,
        Function<String, T> read,
        Function<T, SingleCalls.Cost> cost) {

    /** The answer that the key of {@code by} has led to, or the one that {@code make} makes, which pays. */
    T answer(Requester by, Supplier<T> make) {
        var key = by.idempotencyKey();
        if (key == null) {
            return make.get();
        }
        var name = by.caller().owner() + "\n" + key.value() + "\n" + key.fingerprint();
        return flying.joined(name, () -> claimed(by, make), known -> replayed(by, known));
    }

    private T claimed(Requester by, Supplier<T> make) {
        var key = by.idempotencyKey();
        var owner = by.caller().owner();
        var id = Ids.next("once");
        var known = idempotency.result(key, owner, id);
        if (known.isPresent()) {
            return replayed(by, read.apply(known.get()));
        }
        T made = null;
        try {
            made = make.get();
            idempotency.keep(key, owner, write.apply(made));
            return made;
        } finally {
            if (made == null) {
                idempotency.free(key, owner, id);
            }
        }
    }

    private T replayed(Requester by, T known) {
        meters.replayed();
        by.context().header("Idempotent-Replayed", "true");
        var paid = cost.apply(known);
        by.context().answered(paid.model(), paid.usage());
        return known;
    }
}
