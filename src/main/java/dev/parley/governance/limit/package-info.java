/**
 * How much may happen per minute and at once: requests, tokens and runs of a key, of its team, of a model. {@link
 * dev.parley.governance.limit.Limits} reserves before the call and gives back what was not used.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>All or nothing: what one limit refuses is taken from none. One lock for all of them makes that exact; it is held for a few additions.
 *   <li>Limits are this node's, in its memory: two nodes allow twice as much. Budgets are exact on all nodes together.
 *   <li>Time is a {@code Ticker}'s, so that a clock that is set does not open or close anything.
 *   <li>What was used is not forgotten when a limit changes; what is full and idle is, so that memory does not grow with keys.
 *   <li>Where a fallback answers, the model that answered is charged; only the one asked first can refuse.
 * </ul>
 *
 * <p>Out of scope: money (budget), what the server itself can bear (http, run, provider).
 */
package dev.parley.governance.limit;
