package dev.parley.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.cache.Idempotency;
import dev.parley.cache.IdempotencyKey;
import dev.parley.cache.VectorCache;
import dev.parley.http.Json;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Usage;
import dev.parley.observability.Meters;
import dev.parley.platform.Ids;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Finds vectors that are known already, and asks only for the others. */
@ApplicationScoped
class EmbeddingAnswers {

    /** What is kept with an idempotency key: the vectors in base64, 32-bit floats, little-endian. */
    record Kept(String model, int tokens, List<String> vectors) {}

    private final ConcurrentHashMap<String, CompletableFuture<Embeddings>> flying = new ConcurrentHashMap<>();

    @Inject
    VectorCache vectors;

    @Inject
    Idempotency idempotency;

    @Inject
    Meters meters;

    /**
     * The vectors of all inputs. Their usage is that of the texts that had to be asked for, nothing when all were known.
     *
     * @param model {@code provider/model} that is asked first; vectors of another one are not mixed with those that are known
     * @param ask has the provider asked, and pays
     */
    Embeddings answer(EmbeddingRequest wanted, Requester by, String model, Function<EmbeddingRequest, Embeddings> ask) {
        return by.idempotencyKey() == null
                ? cached(wanted, by, model, ask)
                : once(by, () -> cached(wanted, by, model, ask));
    }

    private Embeddings once(Requester by, java.util.function.Supplier<Embeddings> begin) {
        var key = by.idempotencyKey();
        var owner = by.caller().owner();
        var own = new CompletableFuture<Embeddings>();
        var name = owner + "\n" + key.value() + "\n" + key.fingerprint();
        var other = flying.putIfAbsent(name, own);
        if (other != null) {
            return replayed(by, join(other));
        }
        try {
            var embeddings = claimed(by, key, owner, begin);
            own.complete(embeddings);
            return embeddings;
        } catch (RuntimeException failure) {
            own.completeExceptionally(failure);
            throw failure;
        } finally {
            flying.remove(name, own);
        }
    }

    private Embeddings claimed(
            Requester by, IdempotencyKey key, String owner, java.util.function.Supplier<Embeddings> begin) {
        var id = Ids.next("emb");
        var known = idempotency.result(key, owner, id);
        if (known.isPresent()) {
            return replayed(by, read(known.get()));
        }
        Embeddings made = null;
        try {
            made = begin.get();
            idempotency.keep(key, owner, write(made));
            return made;
        } finally {
            if (made == null) {
                idempotency.free(key, owner, id);
            }
        }
    }

    private Embeddings replayed(Requester by, Embeddings known) {
        meters.replayed();
        by.context().header("Idempotent-Replayed", "true");
        return known;
    }

    private static Embeddings join(CompletableFuture<Embeddings> other) {
        try {
            return other.join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException its ? its : failure;
        }
    }

    private Embeddings cached(
            EmbeddingRequest wanted, Requester by, String model, Function<EmbeddingRequest, Embeddings> ask) {
        if (by.cache().bypasses()) {
            return ask.apply(wanted);
        }
        var owner = by.caller().owner();
        var found = new float[wanted.inputs().size()][];
        var missing = new ArrayList<Integer>();
        for (int i = 0; i < found.length; i++) {
            found[i] = vectors.find(
                    owner, model, wanted.dimensions(), wanted.inputs().get(i));
            if (found[i] == null) {
                missing.add(i);
            }
        }
        if (missing.isEmpty()) {
            meters.cacheHit();
            by.context().header("X-Cache", "hit");
            return new Embeddings(model, List.of(found), Usage.reported(0, 0));
        }
        meters.cacheMissed();
        by.context().header("X-Cache", "miss");
        return completed(wanted, by, model, ask, found, missing);
    }

    private Embeddings completed(
            EmbeddingRequest wanted,
            Requester by,
            String model,
            Function<EmbeddingRequest, Embeddings> ask,
            float[][] found,
            List<Integer> missing) {
        var rest = new EmbeddingRequest(
                wanted.model(), missing.stream().map(wanted.inputs()::get).toList(), wanted.dimensions());
        var made = ask.apply(rest);
        if (!made.model().equals(model)) {
            // a fallback has answered: what is known is of another space
            return missing.size() == found.length ? made : ask.apply(wanted);
        }
        for (int i = 0; i < missing.size(); i++) {
            int place = missing.get(i);
            found[place] = made.vectors().get(i);
            vectors.keep(
                    by.caller().owner(),
                    model,
                    wanted.dimensions(),
                    wanted.inputs().get(place),
                    found[place]);
        }
        return new Embeddings(model, List.of(found), made.usage());
    }

    private static String write(Embeddings embeddings) {
        return Json.text(new Kept(
                embeddings.model(),
                embeddings.usage().input(),
                embeddings.vectors().stream().map(EmbeddingAnswers::base64).toList()));
    }

    private static String base64(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static Embeddings read(String text) {
        try {
            var kept = Json.MAPPER.readValue(text, Kept.class);
            var vectors = kept.vectors().stream()
                    .map(vector -> {
                        var floats = ByteBuffer.wrap(Base64.getDecoder().decode(vector))
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .asFloatBuffer();
                        var values = new float[floats.remaining()];
                        floats.get(values);
                        return values;
                    })
                    .toList();
            return new Embeddings(kept.model(), vectors, Usage.reported(kept.tokens(), 0));
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A kept result can't be read", notOurs);
        }
    }
}
