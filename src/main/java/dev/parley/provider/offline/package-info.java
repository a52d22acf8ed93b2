/**
 * What there is to talk to without a key and without a network: for the first minutes with Parley, for tests, for load runs.
 *
 * <p>Rules:
 *
 * <ul>
 *   <li>It never pretends to be a model: asked to chat, it says what it is and what to configure.
 *   <li>Asked a question about passages, it answers with the sentences that fit best, quoted and cited, which needs no model;
 *       where it is offered the tool that finds passages, it looks for them first.
 *   <li>The model's name selects the behaviour, bad ones too, so that every failure path can be tried from outside with one request.
 *   <li>It plays what it says, to the character: the deltas of {@code echo} make the question again.
 *   <li>Its scripts report no usage, since they use nothing: the run counts, as it does for servers that do not say.
 *   <li>Its vectors are real: all-MiniLM-L6-v2, run in this process. The model and its native runtime are the server's (a shared library),
 *       loaded once per process whatever is deployed again; without them that model alone is not there.
 * </ul>
 *
 * <p>Out of scope: settings of what is played. It is fixed, and its models are listed by the provider itself, not by the configuration.
 */
package dev.parley.provider.offline;
