package dev.parley.provider;

import dev.parley.llm.Delta;

/**
 * The answer of one provider call, read by one thread. It is whole when {@link Delta.End} came; {@link Delta.UsageDelta} comes directly
 * before it, or not at all when the provider reports no usage.
 */
public interface DeltaStream extends AutoCloseable {

    /**
     * The next delta; blocks until the provider has sent it. After {@link Delta.End} it must not be called again.
     *
     * @throws dev.parley.problem.ApiException with a {@code PROVIDER_*} code when the answer breaks off, is malformed or reports an error
     */
    Delta next();

    /**
     * Gives the connection back when the answer was read to its end, and ends it otherwise, without reading on. Idempotent, does
     * not throw.
     */
    @Override
    void close();
}
