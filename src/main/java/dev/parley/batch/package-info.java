/**
 * Many prompts at a time: {@code POST /batch} answers a few while the client waits, {@code /batches} has up to tens of thousands answered in the
 * background, and {@link dev.parley.batch.Batches} is the engine behind OpenAI's {@code /v1/batches} too.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Nothing of a durable batch is paid for before all of it was read and found right. Its lines go from the client's file into the
 *       database, a chunk at a time: memory does not grow with a batch.
 *   <li>A batch is a few jobs, its shares; a server takes one share of it at a time, and claims chunks of its lines until none is free. So any server may be
 *       at any item, and what a dead one was at is claimed again.
 *   <li>An item has one result at most: it is written in the transaction that counts it in its chunk, and only while the chunk is still its writer's.
 *   <li>What an item asks is a {@link dev.parley.batch.Question}; the engine knows no endpoint. An attempt at it is a reply with a name of its own. Who claims
 *       a chunk after others looks for their replies first, so that an answer that was stored is not paid again.
 *   <li>A run that answers an item is nobody's to listen to: it leaves memory when it ends, or fifty thousand of them would crowd out those that are.
 *   <li>An item's failure is its own. What only takes time (limits, a provider that rests) is waited for; what concerns whoever pays ends the batch.
 *   <li>Items pay, and are counted and limited, like every call: through {@code Generation}, as the caller who sent the batch is now.
 * </ul>
 *
 * <p>Out of scope: how lines of other APIs are read and answered, which their doors bring as {@link dev.parley.batch.ItemDialect} and {@link
 * dev.parley.batch.Question}.
 */
package dev.parley.batch;
