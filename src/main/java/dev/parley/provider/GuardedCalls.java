package dev.parley.provider;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Prompt;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.faulttolerance.Timeout;

/**
 * The outermost wall around every unary call, in MicroProfile Fault Tolerance: no call outlives the timeout, and no more of them run at
 * once than the bulkhead allows, whatever the endpoints' own limits are set to. Retry, breaker and queue are per endpoint and obey the
 * provider's Retry-After, which annotations can't; they are {@link Attempts}, {@link Endpoint} and {@link Gate}.
 *
 * <p>The timeout interrupts the calling virtual thread, which closes the connection. Both values can be set by MicroProfile's own keys,
 * {@code dev.parley.provider.GuardedCalls/answer/Timeout/value} for example.
 */
@ApplicationScoped
public class GuardedCalls {

    /** Asks for a whole answer in one piece; see {@link Provider#open}. */
    @Timeout(value = 60, unit = ChronoUnit.SECONDS)
    @Bulkhead(10_000)
    public DeltaStream answer(Provider provider, String model, Prompt prompt) {
        return provider.open(model, prompt, false);
    }

    /** Has texts turned into vectors; see {@link Provider#embed}. */
    @Timeout(value = 30, unit = ChronoUnit.SECONDS)
    @Bulkhead(10_000)
    public Embeddings embed(Provider provider, String model, EmbeddingRequest request) {
        return provider.embed(model, request);
    }

    /** Has documents ranked; see {@link Provider#rerank}. */
    @Timeout(value = 60, unit = ChronoUnit.SECONDS)
    @Bulkhead(10_000)
    public Ranking rerank(Provider provider, String model, RerankRequest request) {
        return provider.rerank(model, request);
    }
}
