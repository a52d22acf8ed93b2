/**
 * Retrieval: documents in, passages out, and answers that prove what they say.
 *
 * <p>The rooms behind it: {@code document} keeps documents and makes passages of files, {@code index} finds passages, {@code store} makes vector
 * stores of both.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Vectors are paid for through {@code Generation} like everything else: those of a document by whoever sent it, found again when the
 *       version is made ({@code Callers}), those of a question by whoever asks.
 *   <li>A passage is data. It goes to a model in a fence that it can't end, and what a model cites is checked against the passage before
 *       it is called verified.
 *   <li>A search says what it could not do: when vectors can't be had in time, words alone answer and the answer names the reason. What the
 *       caller may not do is a refusal all the same.
 *   <li>Where no passage is near enough, no model is asked: it could only make something up.
 *   <li>Versions are made by a few workers of this room and not as jobs of their own: a thousand documents at once must not take the
 *       threads of other work, and each is taken over when its server dies ({@code Instances}), as jobs are.
 * </ul>
 *
 * <p>Collections are names: one is there while a document is in it. {@link dev.parley.rag.Documents} and {@link dev.parley.rag.Retrieval}
 * are what other rooms use.
 */
package dev.parley.rag;
