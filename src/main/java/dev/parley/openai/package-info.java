/**
 * OpenAI's wire under {@code /v1}: chat completions, embeddings, models. An existing client works with another base URL and nothing else
 * changed.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The door translates and calls {@link dev.parley.generation.Generation}; no second path leads to a provider.
 *   <li>What is wrong with a request is found before a run is started, and the error's {@code param} names it by its JSON path.
 *   <li>A top-level field that this door does not know is passed on as it came, because the upstream may know it. One that it knows and
 *       cannot serve is refused rather than ignored.
 *   <li>A stream that fails after its first event says so in an event and then breaks the connection: clients take a clean end for
 *       success.
 *   <li>A line of a batch is read, checked and answered as its endpoint does it, by one {@link dev.parley.openai.BatchLines} for each.
 *   <li>The hot path is one byte array per token, see {@link dev.parley.openai.ChoiceChunks}.
 * </ul>
 *
 * <p>Out of scope: {@code /v1/vector_stores} (its room {@code store}), {@code /v1/responses} (responses), what the schema of an answer means (schema), who may ask (governance).
 */
package dev.parley.openai;
