package dev.parley.generation;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.cache.Idempotency;
import dev.parley.http.Json;
import dev.parley.observability.Meters;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** Rankings, each paid once for its {@code Idempotency-Key}. */
@ApplicationScoped
class RerankAnswers {

    private Once<Ranked> once;

    @Inject
    Idempotency idempotency;

    @Inject
    Meters meters;

    @PostConstruct
    void configure() {
        once = new Once<>(idempotency, meters, new Flying<>(), Json::text, RerankAnswers::read, RerankAnswers::cost);
    }

    /** @param ask has the provider asked, and pays */
    Ranked answer(Requester by, Supplier<Ranked> ask) {
        return once.answer(by, ask);
    }

    static SingleCalls.Cost cost(Ranked ranked) {
        return new SingleCalls.Cost(ranked.ranking().model(), ranked.ranking().usage());
    }

    private static Ranked read(String text) {
        try {
            return Json.MAPPER.readValue(text, Ranked.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A kept ranking can't be read", notOurs);
        }
    }
}
