package dev.parley.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Vectors by the texts they stand for, of one model and length each. Bounded in bytes and in time. May be used from any thread. */
@ApplicationScoped
public class VectorCache {

    private static final int BYTES_OF_AN_ENTRY = 300;

    private Cache<String, float[]> vectors;

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        configure(settings, Ticker.SYSTEM);
    }

    void configure(Settings settings, Ticker ticker) {
        vectors = Caffeine.newBuilder()
                .ticker(ticker::nanos)
                .expireAfterWrite(settings.duration("parley.cache.vectors-ttl", "1h"))
                .maximumWeight(settings.number("parley.cache.vectors-max-bytes", 67_108_864, 1_024, 1L << 36))
                .<String, float[]>weigher((key, vector) -> BYTES_OF_AN_ENTRY + vector.length * Float.BYTES)
                .executor(Runnable::run)
                .build();
    }

    /** Null when it is not known. Not to be changed. */
    public float[] find(String owner, String model, Integer dimensions, EmbeddingRequest.Input input) {
        return vectors.getIfPresent(key(owner, model, dimensions, input));
    }

    public void keep(String owner, String model, Integer dimensions, EmbeddingRequest.Input input, float[] vector) {
        vectors.put(key(owner, model, dimensions, input), vector);
    }

    private static String key(String owner, String model, Integer dimensions, EmbeddingRequest.Input input) {
        return new Fingerprint()
                .add(owner)
                .add(model)
                .add(dimensions)
                .add(input)
                .hex();
    }
}
