/**
 * The database that all rooms share: where it is, which tables it has, what time it is there, and which processes are in it.
 *
 * <p>A room that stores something brings its own entities, its own {@code @Repository(dataStore = Database.UNIT)} and its own migration
 * {@code db/migration/V<n>__<room>.sql}; nothing here knows them.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Tables are made by migrations and by nothing else. A migration that was released is never changed: the next one follows it.
 *   <li>One SQL for H2 and PostgreSQL: {@code varchar}, {@code text}, {@code bigint}, {@code boolean}; moments as epoch milliseconds.
 *   <li>Work is done in one statement, not read and written back, where two nodes or threads may do it at once.
 *   <li>Rooms ask the injected {@link java.time.Clock} for the date, so that tests own it; durations are a {@code Ticker}'s.
 *   <li>Whether another process lives is asked of {@link dev.parley.persistence.Instances}, never read from a moment that it wrote:
 *       clocks of different machines differ and jump.
 *   <li>Whoever changes something passes {@link dev.parley.persistence.WriteGate}: {@link dev.parley.persistence.GroupCommit} does, others
 *       guard their data source with it, so that a process that is killed leaves whole transactions. Nobody waits for another's
 *       writing while it is in there.
 *   <li>A failing database is a {@code STORE_UNAVAILABLE}, told before anything is paid.
 *   <li>Connections are not shareable: Open Liberty holds back a shareable one until the task ends that opened it, and a thread that waits
 *       for a model would hold one all the while (measured: the pool of 50 ran dry at 100 items of a batch).
 * </ul>
 *
 * <p>Out of scope: what is stored and for how long, which each room decides.
 */
package dev.parley.persistence;
