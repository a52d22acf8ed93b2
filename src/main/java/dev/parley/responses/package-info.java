/**
 * {@code /v1/responses}: OpenAI's Responses API as Open Responses specifies it, over HTTP and SSE.
 *
 * <p>The way of a request: {@code Exchanges} takes it apart into an {@code Exchange} (what is wrong is told there), {@code Turns} stores
 * it and starts its run through {@code Generation}, the {@code Turn} puts the journal into the wire's words, by {@code ResponseEvents} or
 * {@code Finished}, {@code Archive} keeps what became of it. Up to there nobody knows how the answer travels: {@code ResponseDoor} does,
 * which is HTTP's.
 *
 * <p>A response with tools that run here, or one that may be spoken to while it is under way ({@code Turns.beginSteerable}, {@code
 * Turn.steer}), is a run of room {@code agent}; all others ask the model once, and no loop is in the way. Decisions about calls come to
 * {@code ApprovalDesk}, whichever way they travel.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Every refusal names its parameter as the caller wrote it, {@code input[2].content[0].image_url}, and comes before the store and
 *       the provider have heard of the request.
 *   <li>What is made of a journal is always the same: ids come from the response's id and the item's place, so events can be made again.
 *   <li>The response object has all its fields, null where there is nothing to say; every answer and event is checked against the
 *       published schema in the tests.
 *   <li>A response that waits is over: what goes on after a decision, or after a crash, is another one with {@code previous_response_id}, so
 *       that clients that know nothing of tools follow it. Calls that were left open are done before the model is asked.
 *   <li>What a crash cut off is put together from the stored journal when somebody asks for it, {@code Interruptions}.
 *   <li>What an answer cites of files is checked as it comes, and becomes an annotation; the passages are those of the whole conversation.
 *   <li>A request that names MCP servers is begun on a virtual thread: they are asked for their tools first, and may hang.
 *   <li>A decision that is sent again is answered again; the response that goes on is begun once for the one that waited.
 *   <li>Every look into the store names the owner: what is another's does not exist.
 * </ul>
 *
 * <p>Out of scope: holding an answer to its schema (generation), how tools run (agent), money (governance).
 */
package dev.parley.responses;
