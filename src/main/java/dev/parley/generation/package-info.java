/**
 * THE use case: every paid call passes {@link dev.parley.generation.Generation}. Read this class first.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Doors translate and call {@code Generation}; nothing else in the house opens a call at a provider.
 *   <li>Whatever can refuse a request does so in {@code start}, on the caller's thread, before anything is paid.
 *   <li>An answer that was asked for in a form has that form or is a failure; what repairing it cost is part of what it cost.
 *   <li>{@code start} never waits for a model: it answers with a {@link dev.parley.run.Run}, which is listened to.
 * </ul>
 */
package dev.parley.generation;
