/**
 * The words everybody speaks: what is asked of a model and what comes back, in no provider's dialect.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Imports only {@code java.*}: the vocabulary must outlive every library around it.
 *   <li>Values only: immutable records and enums, no behaviour beyond reading themselves.
 *   <li>JSON that we only carry (a tool's schema, a call's arguments, a field unknown to us) stays text, so that it arrives as it was sent.
 *   <li>A boxed component is null when the caller left it out; the provider's own default then applies.
 * </ul>
 *
 * <p>Out of scope: wire formats (a {@code *Wire} record lives and stays with its door or provider), money and keys (governance).
 */
package dev.parley.llm;
