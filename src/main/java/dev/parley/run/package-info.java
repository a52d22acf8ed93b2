/**
 * One running generation and its journal; listeners attach, leave and come back.
 *
 * <p>A {@link dev.parley.run.Run} is one upstream generation on one virtual thread. Its {@link dev.parley.run.Journal} numbers what came
 * out; a JSON answer, an SSE stream and whatever comes later are listeners that read the journal with a cursor of their own.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The run's thread only writes the journal and wakes the listeners; a listener returns at once and never blocks it. A slow
 *       reader costs the journal's memory, which is bounded, and nothing else.
 *   <li>Nothing is locked per token: one writer, a volatile size, a counter per listener.
 *   <li>No thread and no timer per listener: heartbeats and time limits are kept by the one pulse.
 *   <li>When the last listener leaves, the run is cancelled, unless it was started to go on. What came until then is kept.
 *   <li>Journals are written behind, in pieces of some hundred milliseconds: a run never waits for the database and never fails
 *       because of it. What a client hears of the end is submitted to the database before, in the order of the one writer.
 *   <li>A run that another process runs is followed through the database; one whose process died ends {@code INTERRUPTED}. Nobody
 *       waits for a run that nobody runs.
 *   <li>However a run ends, it ends once, and whoever waits for its end is told after the journal is complete.
 * </ul>
 *
 * <p>Out of scope: which provider is asked (provider), what it costs (governance), who may start one (generation).
 */
package dev.parley.run;
