/**
 * What every door needs of HTTP: bodies that end, one strict JSON, the choice between an answer and a stream, and a connection that
 * can be broken on purpose.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A body is in memory, within a size and a time, before any resource method runs: no door can be held open by a client that
 *       trickles, and what a door reads is whole.
 *   <li>Paths whose bodies are files are listed by name in {@code BodyLimits}: those bodies go to disk, read on virtual threads, and a
 *       resource reads them as a stream.
 *   <li>Request threads are few: when some wait for bodies, all others are read on virtual threads, so that clients who send a byte now
 *       and then hold up nobody (measured: 300 of them, and an answer still takes 10 ms).
 *   <li>JSON is read as it is written: a number in quotes is not a number and a key given twice is an error, because a guess about
 *       what a caller meant would be paid for.
 *   <li>Unknown fields are ignored and nulls are not written, so that clients older and newer than the server work with it.
 *   <li>What the container refuses on its own gets the shape of all other problems; its own pages show stack traces.
 *   <li>Whatever reaches into the runtime (only {@link dev.parley.http.ConnectionBreaker}) says once when the runtime has changed and
 *       goes on without.
 * </ul>
 *
 * <p>Out of scope: what a failure looks like (problem), who calls (governance), how events are written (run).
 */
package dev.parley.http;
