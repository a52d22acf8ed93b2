/**
 * What has happened that the outside may want to hear of. Rooms announce it in the transaction that makes it so
 * ({@link dev.parley.event.Announcements}); whoever brings it to its listeners takes it from the {@link dev.parley.event.Outbox}.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>An announcement is committed together with its fact: neither is there without the other. Nobody sends anything before the commit,
 *       and nothing is lost when the process dies after it.
 *   <li>What nobody has subscribed to costs nothing: no row, and no text where the room asks {@code isWanted} before it makes one.
 *       A subscription is known on every server within a second; what happened before is not told.
 *   <li>The types are a closed list, and their names are a contract with people outside.
 *   <li>The data holds ids, states, counts and money; never a prompt, an answer, a key or a provider's text.
 *   <li>An announcement is taken once, whatever the number of servers; what becomes of it then is its taker's affair.
 * </ul>
 *
 * <p>Out of scope: who listens, and how it gets there (webhook).
 */
package dev.parley.event;
