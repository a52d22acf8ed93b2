/**
 * The benchmark: {@code mvn -Pbench verify} packages the server, starts it beside a scripted upstream, drives load at
 * both ends and prints a table. It is compiled only under that profile and never reaches the WAR.
 *
 * <ul>
 *   <li>{@link dev.parley.bench.Bench} is the order of the run; each {@code *Row} measures one thing and words it.
 *   <li>The upstream is a process of its own and the load generator another, because the cost of a token is read from
 *       {@code /proc/<pid>/stat} of the server and nothing else may run in there.
 *   <li>Every answer is checked to its last token. A stream that lost one, or ended without {@code done}, is an error
 *       in the table and fails the build: a fast wrong answer is not a result.
 *   <li>Every prompt is new, so that neither the answer cache nor the joining of equal runs can spare the server work.
 *   <li>A socket's load is that of the streams, so that their costs can be set side by side.
 *   <li>Upstream and client each have one thread and precomputed bytes, because they share the machine with what they
 *       measure.
 * </ul>
 *
 * <p>Out of scope: the correctness of the API beyond what the load needs (the integration tests own that), and any
 * comparison with other products. Linux only.
 */
package dev.parley.bench;
