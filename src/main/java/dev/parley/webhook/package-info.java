/**
 * Webhooks, in both directions: {@code webhook.in} takes deliveries of others and has them worked off, {@code webhook.out} brings what was
 * announced here to others. What both say on the wire is here: signatures as Standard Webhooks has them, and when to try again.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Whatever was accepted, from a sender or from the outbox, is a row and a job in one commit: a crash loses nothing.
 *   <li>Everything is tried at least once and may be tried twice; so a delivery keeps its id, and receivers (we too) look at ids.
 *   <li>What has failed for good is kept as dead, announced, and can be sent or worked off again by hand.
 *   <li>No body, signature or secret is ever logged.
 * </ul>
 */
package dev.parley.webhook;
