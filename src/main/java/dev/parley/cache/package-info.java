/**
 * Answers that are given again instead of being bought again.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Only whole answers are kept, only to equal questions of the same owner, and only for a while.
 *   <li>A key covers all that shapes an answer: a new component of {@link dev.parley.llm.Prompt} enters it by itself.
 *   <li>Everything is in memory, so that hits go on when the database is down.
 * </ul>
 */
package dev.parley.cache;
