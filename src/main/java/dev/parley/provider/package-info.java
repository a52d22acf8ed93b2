/**
 * Reaches models: one {@link dev.parley.provider.Provider} per configured endpoint, whatever its dialect.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A provider translates and nothing else. It does not retry, route, wait in a queue or look at the clock: {@code Providers} decides those once for
 *       all of them.
 *   <li>A dialect's records and words stay in its package ({@code openai}, {@code anthropic}, {@code offline}); out come {@code llm} deltas.
 *   <li>Nothing an upstream writes but the answer itself is passed on, not even into an exception: error texts quote prompts and keys.
 *   <li>Every read is bounded: an event, an answer in one piece, and what follows an answer's end.
 *   <li>Whether an answer is too empty to count is judged above; here an empty answer ends like any other.
 *   <li>All kinds pass one contract suite, {@code ProviderContract}; a new kind brings a fixture.
 * </ul>
 *
 * <p><b>How a stream is opened, and ended.</b> A stream that nobody wants must cost nothing more, so its connection has to end at once, while a finished
 * one has to go back to the pool. Measured on Open Liberty 26.0.0.5 and JDK 25, from the decision to the upstream's end of file:
 *
 * <ol type="a">
 *   <li>One shared MicroProfile REST client, ended by interrupting the virtual thread that reads: 0.3 ms at the median, on a busy machine 190 ms at most
 *       in 480 cases, before and after the headers, with TLS too; finished streams reuse their connection (1,000 in a row on one); no reflection. <b>Chosen.</b>
 *   <li>The same client and RESTEasy's {@code releaseConnection(false)} by reflection: 68 ms; internal, and of no use before the headers.
 *   <li>{@code java.net.http}: 66 ms, and 66 to 76 us of processor time per token where (a) takes 61 to 70.
 *   <li>A client per stream, closed to end it: 100 ms, and a thread for each while it lives.
 * </ol>
 *
 * <p>Closing a {@code Response} is no candidate: it reads the rest of the body first, for as long as the upstream goes on. {@code UpstreamBody} holds the
 * one way round that, also against an upstream that floods (170 ms at most).
 *
 * <p>Out of scope: what is done with an answer (run), whether it may be asked for (generation).
 */
package dev.parley.provider;
