/**
 * What the house stands on: configuration, time, threads and names.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Every setting is read through {@link dev.parley.platform.Settings}, so that a bad value stops the start with a sentence that names the key.
 *   <li>Time is asked of a {@link dev.parley.platform.Ticker}, never of the system, so that tests own it.
 *   <li>One pulse for all timers: a timer per stream and per token costs more than the token.
 * </ul>
 *
 * <p>Imports nothing of Parley.
 */
package dev.parley.platform;
