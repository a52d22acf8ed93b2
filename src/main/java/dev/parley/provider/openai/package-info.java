/**
 * Speaks Chat Completions, with OpenAI and with the many servers that imitate it.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Tolerant in reading, because the imitations differ: what is unknown is skipped, what is missing is evened out in one place ({@code OpenAiToolCalls}).
 *   <li>Strict in writing: a field the caller left out is left out, so that the server's default holds; and text stays plain text where it can, which every
 *       server understands.
 *   <li>A stream and an answer in one piece pass the same parser: they can't come to differ.
 *   <li>No tree, no data binding: every token of every stream passes here (0.65 us and 900 bytes each, framing included).
 * </ul>
 *
 * <p>Out of scope: our own {@code /v1}, which is a door and has wire records of its own.
 */
package dev.parley.provider.openai;
