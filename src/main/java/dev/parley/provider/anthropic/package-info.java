/**
 * Speaks Anthropic's Messages API, version 2023-06-01.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>What the API demands and our words leave open is settled here: a bound of tokens, the system prompt apart, results of tools in one user turn, an object
 *       as a call's input.
 *   <li>What the API has no word for, such as a seed or the extra fields of Chat Completions, is left out; a temperature above its range becomes its highest.
 *   <li>An event's kind is read from its JSON. Blocks and deltas that are not of the answer (signatures, the server's own tools) are skipped.
 * </ul>
 *
 * <p>Out of scope: thinking is shown but not sent back, so a model's thinking does not survive a turn; images that the caller did not send as URL or base64.
 */
package dev.parley.provider.anthropic;
