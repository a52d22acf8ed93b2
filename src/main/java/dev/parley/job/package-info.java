/**
 * Work that outlives the request that asked for it. {@link dev.parley.job.Jobs} writes it into the database, in the transaction of
 * whatever it belongs to, and has it done by one process at a time, on any server of the database, again after a failure or a crash.
 *
 * <p>A room brings a bean for each kind: {@link dev.parley.job.Job} for work that is scheduled, {@link dev.parley.job.Chore} for what is
 * done every so often.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A job is done at least once: a process may die between its last step and the word that it is done. So its steps must bear
 *       repetition.
 *   <li>A process that looks dead may be slow: what a job writes at its end must be a statement that only works while the job is still its own.
 *   <li>A job is small and there are few at a time: it has a row and a thread. Fifty thousand items are one job's affair, not jobs.
 *   <li>The library decides nothing about life and death: {@link dev.parley.persistence.Instances} does, so that what a dead process
 *       was at is taken over with everything else it held, and at once where the database is embedded.
 * </ul>
 *
 * <p><b>Why db-scheduler.</b> It needs one table of a plain SQL that H2 and PostgreSQL share, takes any {@code DataSource}, adds nothing but
 * slf4j, and is kept well. Quartz wants eleven tables with a dialect each and locks them; JobRunr stores lambdas and sells transactions; Open
 * Liberty's persistent executors fail over between servers only with a timer table of its own and serialise Java objects. Its types stay here.
 */
package dev.parley.job;
