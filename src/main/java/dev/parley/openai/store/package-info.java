/**
 * {@code /v1/vector_stores}: OpenAI's wire of vector stores, their files, batches of files and searches.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The door translates and asks {@link dev.parley.rag.store}; what a store is, and whose, is decided there.
 *   <li>What is wrong with a request is found before anything is stored or paid, and the error's {@code param} names it.
 *   <li>All of it needs the database, and some of it reads whole files: it is done on virtual threads.
 * </ul>
 *
 * <p>Out of scope: {@code /v1/files} (openai), the tool {@code file_search} (responses, agent).
 */
package dev.parley.openai.store;
