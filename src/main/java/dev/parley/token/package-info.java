/**
 * Counts tokens where no provider has counted yet: before a call is paid, and after a stream that reported no usage.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A count is an estimate, also where it is exact for one model: each model has its own vocabulary and its own framing. Whoever shows it marks it
 *       as estimated, and the provider's own number replaces it.
 *   <li>The work is bounded whatever the text is, because the count comes before the limits that it is made for.
 *   <li>Nothing is kept of a text.
 * </ul>
 *
 * <p>Imports {@code llm} and the tokenizer only. Out of scope: prices and budgets (governance).
 */
package dev.parley.token;
