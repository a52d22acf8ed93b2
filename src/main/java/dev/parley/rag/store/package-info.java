/**
 * Vector stores, as OpenAI has them: a store is a collection of documents, each made of a file of {@code /v1/files}.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A file of a store is the document {@code <store>.<file>} of the collection {@code <store>}, and nothing else: what is attached, how far
 *       it is and why it failed is read there, so there is no second list that could come to differ from it.
 *   <li>A store is its owner's; for others it does not exist. A store that is deleted is gone at once, its documents soon after, also when
 *       the server dies in between.
 *   <li>A filter is about fields that may be there: one that no file has is no mistake here, nothing fulfils it.
 *   <li>Passages are told to a model in a fence and by numbers that are used once in a conversation, so that what it cites can be checked.
 * </ul>
 *
 * <p>Out of scope: reading, cutting and finding (rag and its other rooms), JSON of the wire (doors).
 */
package dev.parley.rag.store;
