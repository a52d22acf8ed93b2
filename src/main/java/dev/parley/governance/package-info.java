/**
 * Who may spend what, and what was spent. {@link dev.parley.governance.Admission} stands between a request and its provider: it gives
 * a {@link dev.parley.governance.Permit} or refuses, and the permit is settled when the call has ended.
 *
 * <p>The rooms behind it: {@code key} knows callers, {@code limit} counts what they do per minute, {@code budget} reserves their money,
 * {@code usage} writes down what was paid.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Estimate high, reserve before the call, settle on what was used, give back the difference.
 *   <li>Money is a whole number of micro-dollars. What can't be priced is unknown, never zero.
 *   <li>A budget is never over, at any moment, on any number of nodes: reserving is one conditional statement in the database.
 *   <li>Whoever got a permit settles it exactly once, whatever happens.
 * </ul>
 */
package dev.parley.governance;
