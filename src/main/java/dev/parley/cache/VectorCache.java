package dev.parley.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/**
 * Vectors by the texts they stand for, of one model and length each; of the same owner, or of everybody where answers are shared too.
 * Bounded in bytes and in time. May be used from any thread.
 */
@ApplicationScoped
public class VectorCache {

    private static final int BYTES_OF_AN_ENTRY = 300;

    private record Kept(float[] vector, long at) {}

    private Ticker ticker;
    private boolean shared;
    private Cache<String, Kept> vectors;

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        configure(settings, Ticker.SYSTEM);
    }

    void configure(Settings settings, Ticker ticker) {
        this.ticker = ticker;
        shared = AnswerCache.isShared(settings);
        vectors = Caffeine.newBuilder()
                .ticker(ticker::nanos)
                .expireAfterWrite(settings.duration("parley.cache.vectors-ttl", "1h"))
                .maximumWeight(settings.number("parley.cache.vectors-max-bytes", 67_108_864, 1_024, 1L << 36))
                .<String, Kept>weigher((key, kept) -> BYTES_OF_AN_ENTRY + kept.vector().length * Float.BYTES)
                .executor(Runnable::run)
                .build();
    }

    /** Null when none is known that {@code policy} allows. Not to be changed. */
    public float[] find(
            String owner, String model, Integer dimensions, EmbeddingRequest.Input input, CachePolicy policy) {
        var kept = vectors.getIfPresent(key(owner, model, dimensions, input));
        return kept != null && policy.allows(Duration.ofNanos(ticker.nanos() - kept.at())) ? kept.vector() : null;
    }

    public void keep(String owner, String model, Integer dimensions, EmbeddingRequest.Input input, float[] vector) {
        vectors.put(key(owner, model, dimensions, input), new Kept(vector, ticker.nanos()));
    }

    /** What equal requests for vectors have in common while they are being answered: whose key pays, too. */
    public String flight(String caller, String model, Integer dimensions, List<EmbeddingRequest.Input> inputs) {
        return new Fingerprint()
                .add(caller)
                .add(model)
                .add(dimensions)
                .add(inputs)
                .hex();
    }

    private String key(String owner, String model, Integer dimensions, EmbeddingRequest.Input input) {
        return new Fingerprint()
                .add(shared ? null : owner)
                .add(model)
                .add(dimensions)
                .add(input)
                .hex();
    }
}
