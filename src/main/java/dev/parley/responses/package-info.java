/**
 * {@code /v1/responses}: OpenAI's Responses API as Open Responses specifies it, over HTTP and SSE.
 *
 * <p>The way of a request: {@code Exchanges} takes it apart into an {@code Exchange} (what is wrong is told there), {@code Turns} stores
 * it and starts its run through {@code Generation}, the {@code Turn} puts the journal into the wire's words, by {@code ResponseEvents} or
 * {@code Finished}, {@code Archive} keeps what became of it. Up to there nobody knows how the answer travels: {@code ResponseDoor} does,
 * which is HTTP's.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>Every refusal names its parameter as the caller wrote it, {@code input[2].content[0].image_url}, and comes before the store and
 *       the provider have heard of the request.
 *   <li>What is made of a journal is always the same: ids come from the response's id and the item's place, so events can be made again.
 *   <li>The response object has all its fields, null where there is nothing to say; every answer and event is checked against the
 *       published schema in the tests.
 *   <li>Every look into the store names the owner: what is another's does not exist.
 * </ul>
 *
 * <p>Out of scope: holding an answer to its schema (generation), running tools and the WebSocket (agent, later in this room), money (governance).
 */
package dev.parley.responses;
