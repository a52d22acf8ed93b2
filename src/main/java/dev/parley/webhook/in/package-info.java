/**
 * Webhooks in: {@code POST /webhooks/{source}} takes what a configured source sends, and a model works it off in the background.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>The path asks for no key, because senders have none: the source's signature over the raw body is its key. Whatever is wrong with it, and
 *       a source that there is not, is the same 401, after the same work.
 *   <li>A delivery has names by which it is known again: its id where that is signed; where it is not, its content too, because whoever has heard
 *       a delivery could send it again under another id. The second of a name is answered like the first and starts nothing.
 *   <li>202 means that the delivery, its names and its job are in the database, and for an embedded one in its file.
 *   <li>Each attempt has a run of its own, whose id is written before it starts. Who takes over after a crash looks for that run first:
 *       if it has ended, that was the answer and nobody is paid again.
 *   <li>What the body says is data: values are put into the template once and never read as a template, and the model is told so.
 *   <li>A source runs on an account, a key's or a team's, with its models, limits and budget, looked up anew for each attempt.
 * </ul>
 */
package dev.parley.webhook.in;
