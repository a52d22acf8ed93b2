package dev.parley.provider;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Prompt;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.List;

/**
 * One configured endpoint that models are reached through. Implementations are shared by all threads and hold their REST client for
 * good.
 */
public interface Provider {

    /** The name it is configured under, the part before the slash in {@code provider/model}. */
    String name();

    /** The models it offers by the names it knows them under; {@code *} stands for any. */
    List<String> models();

    /** Whether {@code model} may be asked for; one that is not listed may be, when asking says more than that there is no such model. */
    default boolean offers(String model) {
        return models().contains(model) || models().contains("*");
    }

    /**
     * Asks {@code model} (the name as the provider knows it, without our prefix) and blocks until the provider has accepted. The
     * {@code model} of the prompt is not looked at.
     *
     * <p>Called on a virtual thread; interrupting that thread closes the connection to the provider at once, here and in the
     * returned stream, and the failure that follows from it may be any {@code ApiException}.
     *
     * @param stream whether the caller wants the answer as it is written; otherwise the provider is asked for it in one piece,
     *     which costs less
     * @throws dev.parley.problem.ApiException with a {@code PROVIDER_*} or {@code MODEL_NOT_FOUND} code
     */
    DeltaStream open(String model, Prompt prompt, boolean stream);

    /**
     * Turns texts into vectors. Blocks; called and ended like {@link #open}.
     *
     * @throws dev.parley.problem.ApiException with a {@code PROVIDER_*} code, {@code MODEL_NOT_FOUND} when the provider has no such
     *     thing
     */
    default Embeddings embed(String model, EmbeddingRequest request) {
        throw new ApiException(
                ErrorCode.MODEL_NOT_FOUND,
                "The provider %s makes no embeddings; name a model of another.".formatted(name()));
    }

    /**
     * Ranks documents; by the likeness of their vectors, where there is nothing better. Blocks; called and ended like {@link #open}.
     *
     * @throws dev.parley.problem.ApiException as {@link #embed}
     */
    default Ranking rerank(String model, RerankRequest request) {
        return Likeness.rank(request, texts -> embed(model, texts));
    }

    /** Gives up all connections; called once, when the application stops. */
    default void close() {}
}
