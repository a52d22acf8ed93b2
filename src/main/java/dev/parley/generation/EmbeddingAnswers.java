package dev.parley.generation;

import dev.parley.cache.Idempotency;
import dev.parley.cache.VectorCache;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Usage;
import dev.parley.observability.Meters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Finds vectors that are known already, and asks only for the others; equal requests at the same time ask once, and what makes one of
 * them fail fails all. Blocks, on virtual threads.
 */
@ApplicationScoped
class EmbeddingAnswers {

    private static final String CACHE = "X-Cache";

    private final Flying<Embeddings> flying = new Flying<>();

    @Inject
    VectorCache vectors;

    @Inject
    Idempotency idempotency;

    @Inject
    Meters meters;

    /** A request, and how its inputs are paid for. */
    private record Order(
            EmbeddingRequest wanted, Requester by, String model, Function<EmbeddingRequest, Embeddings> ask) {

        String owner() {
            return by.caller().owner();
        }
    }

    /** Vectors by the places of their inputs, null where none is known. */
    private record Found(float[][] vectors, List<Integer> missing) {

        Embeddings with(String model, Usage usage) {
            return new Embeddings(model, List.of(vectors), usage);
        }
    }

    /**
     * The vectors of all inputs. Their usage is that of the texts that had to be asked for, nothing when all were known.
     *
     * @param model {@code provider/model} that is asked first; vectors of another one are not mixed with those that are known
     * @param ask has the provider asked, and pays
     */
    Embeddings answer(EmbeddingRequest wanted, Requester by, String model, Function<EmbeddingRequest, Embeddings> ask) {
        var order = new Order(wanted, by, model, ask);
        return new Once<>(
                        idempotency,
                        meters,
                        flying,
                        KeptVectors::write,
                        KeptVectors::read,
                        made -> new SingleCalls.Cost(made.model(), made.usage()))
                .answer(by, () -> cached(order));
    }

    private Embeddings cached(Order order) {
        var by = order.by;
        if (by.cache().bypasses()) {
            return order.ask.apply(order.wanted);
        }
        var found = find(order);
        if (found.missing.isEmpty()) {
            return hit(order, found);
        }
        var name = vectors.flight(by.caller().id(), order.model, order.wanted.dimensions(), order.wanted.inputs());
        return flying.joined(name, () -> bought(order), made -> {
            meters.cacheJoined();
            by.context().header(CACHE, "join");
            return free(by, made);
        });
    }

    private Embeddings hit(Order order, Found found) {
        meters.cacheHit();
        order.by.context().header(CACHE, "hit");
        return free(order.by, found.with(order.model, Usage.reported(0, 0)));
    }

    private static Embeddings free(Requester by, Embeddings known) {
        by.context().answered(known.model(), Usage.reported(0, 0));
        return new Embeddings(known.model(), known.vectors(), Usage.reported(0, 0));
    }

    /** Looks again: what was missing may have come since. */
    private Embeddings bought(Order order) {
        var found = find(order);
        if (found.missing.isEmpty()) {
            return hit(order, found);
        }
        meters.cacheMissed();
        order.by.context().header(CACHE, "miss");
        return completed(order, found);
    }

    private Found find(Order order) {
        var wanted = order.wanted;
        var known = new float[wanted.inputs().size()][];
        var missing = new ArrayList<Integer>();
        for (int i = 0; i < known.length; i++) {
            known[i] = vectors.find(
                    order.owner(),
                    order.model,
                    wanted.dimensions(),
                    wanted.inputs().get(i),
                    order.by.cache());
            if (known[i] == null) {
                missing.add(i);
            }
        }
        return new Found(known, missing);
    }

    private Embeddings completed(Order order, Found found) {
        var wanted = order.wanted;
        var rest = new EmbeddingRequest(
                wanted.model(), found.missing.stream().map(wanted.inputs()::get).toList(), wanted.dimensions());
        var made = order.ask.apply(rest);
        if (!made.model().equals(order.model)) {
            // a fallback has answered: what is known is of another space
            return found.missing.size() == found.vectors.length ? made : order.ask.apply(wanted);
        }
        for (int i = 0; i < found.missing.size(); i++) {
            int place = found.missing.get(i);
            found.vectors[place] = made.vectors().get(i);
            vectors.keep(
                    order.owner(),
                    order.model,
                    wanted.dimensions(),
                    wanted.inputs().get(place),
                    found.vectors[place]);
        }
        return found.with(order.model, made.usage());
    }
}
