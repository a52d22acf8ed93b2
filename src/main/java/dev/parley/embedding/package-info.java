/**
 * Ranks texts for a question: {@code POST /rerank}, and {@link dev.parley.embedding.Reranker} for the rooms above, which search and then
 * want the best first.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The wire is the one that Cohere began and Jina, vLLM and others speak, with its names, so that their clients work.
 *   <li>Who ranks is a model like any other: a reranker behind {@code /rerank} of its provider, or one that makes vectors, whose likeness to
 *       the question ranks then. Which of them is the provider's business.
 *   <li>A ranking is a paid call: it passes {@link dev.parley.generation.Generation}, whoever asks for it.
 * </ul>
 *
 * <p>Out of scope: making vectors ({@code provider}, asked through generation), keeping and searching them (rag).
 */
package dev.parley.embedding;
