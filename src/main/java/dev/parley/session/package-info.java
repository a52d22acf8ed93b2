/**
 * Agent sessions: {@code GET /v1/responses} with Upgrade, the WebSocket transport of Open Responses with OpenAI's lanes. What is asked
 * and answered is that of {@code responses}; here is only the way it travels.
 *
 * <p>The way of a frame: {@link dev.parley.session.SessionEndpoint} hands it to the socket's {@code AgentSession}, which makes a {@code
 * Command} of it and gives that to a {@code Lane}; the lane begins a turn of its {@code Dialogue}, whose events go through the {@code
 * Outbox} that all lanes of the socket share.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>No thread and no timer per socket: the run's thread, the container's callback and the one pulse do all the work.
 *   <li>A lane has one frame under way. So a slow reader waits at its own cursors, and what is kept for it is bounded.
 *   <li>What is asked for while a lane is busy waits as bytes, and those are counted over all lanes of the socket: a tree of JSON would be
 *       many times what its client has sent.
 *   <li>Nothing here blocks a thread of the container: a turn begins on a virtual thread, frames are sent by callback.
 *   <li>Who calls was found out before the upgrade; what a caller may do is looked up for every turn again, and a revoked key closes
 *       its sockets within a second.
 *   <li>When a socket goes, its turns have lost their listener: what nobody else listens to is cancelled, as everywhere.
 *   <li>A failure is an {@code error} event and the socket stays usable, unless the protocol itself was broken or a limit of the
 *       socket is reached.
 * </ul>
 *
 * <p>Out of scope: what a response is (responses), running tools (agent), HTTP and SSE (responses, run).
 */
package dev.parley.session;
