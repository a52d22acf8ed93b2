/**
 * Finds passages: an index of words and vectors in this process, one per server, made from the documents in the database.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The index knows nothing that the database does not: when it is lost, broken or of another form, it is made again from there.
 *   <li>It follows the documents by the numbers of their changes, each change whole: a search sees a document's old passages or its new
 *       ones, never both and never neither.
 *   <li>What goes wrong here is never a document's failure: it is served by the database, and an index that could not be written is opened
 *       again and follows.
 *   <li>Owner, collection and metadata are conditions inside each query, so nobody's passages take places in the ranking of others.
 *   <li>Vectors of different models or lengths are never compared: each has a field of its own.
 *   <li>Lucene's types stay here.
 * </ul>
 *
 * <p>Out of scope: where vectors come from, and what is done with what was found (rag).
 */
package dev.parley.rag.index;
