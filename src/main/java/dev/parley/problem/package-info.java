/**
 * The closed list of what can go wrong, and the one way to say it: RFC 9457 problems natively, each naming the value and the remedy.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Every failure is an {@link dev.parley.problem.ErrorCode}; a new one is added there first, and the README's table is checked against it.
 *   <li>{@code detail} is a sentence of ours. No exception text, stack trace, key or upstream text reaches a client.
 *   <li>{@link dev.parley.problem.ApiException} is the only exception that rooms throw across their walls.
 *   <li>A mapper says what went wrong; where it did (path and request id) is filled in by observability on the way out, so that nothing
 *       here has to know about requests.
 *   <li>The shapes of {@code /v1} are made by its doors from the same codes.
 * </ul>
 */
package dev.parley.problem;
