/**
 * Runs that call tools: the model is asked, what it calls runs here, and it is asked again. {@link dev.parley.agent.Agents} starts them,
 * {@link dev.parley.agent.Tool} makes a bean's method a tool, MCP servers of the configuration bring theirs.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>A run that calls tools is a {@code Run} like any other: it is listened to, left, cancelled, stored and replayed as they are. Each
 *       answer of the model is a call of its own for {@code Generation}, so the ledger is right whatever cuts the run off.
 *   <li>Whatever a tool does, the run goes on: an error, a time that is over and an unknown name are results that the model is told. A tool
 *       that does not stop is not waited for; it holds one of a bounded number of places until it does.
 *   <li>A call at an MCP server that is given up ends the session it went by, or its connection would stay; but only after all others in it
 *       have ended, which are of other runs.
 *   <li>A result is cut to {@code parley.agent.max-result} before anything else sees it.
 *   <li>Every run ends: by steps, calls, tokens, time or money, and says by which.
 *   <li>A tool that must not run twice runs after that intent is durable. Where nobody can know whether it did run, somebody is asked.
 *   <li>What somebody decides about a call is decided once and obeyed by one run. It is about the call as it stands in our database; what a
 *       client sends back of it counts for nothing.
 *   <li>Requests name tools and MCP servers by the names that the configuration gives them. An address never comes from a request: it
 *       would make this server ask for whatever a caller likes.
 *   <li>Where a search may look is the request's to say, and whether that is the caller's own is found out before the model is asked.
 *   <li>No HTTP here: a door, a socket or a webhook starts a run alike.
 * </ul>
 *
 * <p>The SDK of MCP brings Reactor and reads JSON with the Jackson of this WAR; mapper and validator are handed to it, so that it
 * looks for neither on the class path.
 *
 * <p>Out of scope: how a call looks on a wire (doors), what an answer costs (generation), which passages are found (rag, which brings a tool).
 */
package dev.parley.agent;
