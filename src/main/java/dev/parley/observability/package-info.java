/**
 * What can be seen of the house from outside: request ids, log lines, the access log, meters, health, and the drain before a stop.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Every request has one id, in its answer's {@code X-Request-Id}, in every log line and in every problem: with it alone a caller's
 *       complaint is found in the log.
 *   <li>One access line per request, written when its last byte is: a stream's line carries the whole duration and what it used.
 *   <li>Labels of meters come from bounded sets only. A key, a user or an id in a label would make a time series per request.
 *   <li>No prompt, answer, query string, header or key is ever logged.
 *   <li>An access line costs about 20 us of CPU with JSON on console and file, whichever way it is written (System.Logger, logp, System.out:
 *       measured); so it goes the way of all other lines, and there is no second one.
 *   <li>Watching must not cost what is watched: metric objects are looked up once per label set, and a line is built once.
 * </ul>
 *
 * <p>Out of scope: deciding anything. Rooms tell what happened; nothing here changes what happens, but for {@link
 * dev.parley.observability.Drain}, which everything that accepts new work asks.
 */
package dev.parley.observability;
