package dev.parley.batch;

import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.generation.RunName;
import dev.parley.generation.Verdict;
import dev.parley.llm.Prompt;
import dev.parley.problem.ApiException;
import java.time.Duration;
import java.util.List;

/**
 * What one item asks for, read and found right; a door brings one for each kind of call that it has in batches. All calls are made through
 * {@code Generation}.
 *
 * @param <R> its replies
 */
public interface Question<R extends Reply> {

    /** The name under which batches are in meters and in the ledger. */
    String OPERATION = "batch";

    /**
     * On whose account and how a reply is asked for.
     *
     * @param name of the reply, by which it is found again
     * @param timeout of the call
     */
    record Terms(Requester by, RunName name, Duration timeout) {

        /** For the answer to {@code prompt}: nobody listens, and whoever has asked keeps it. */
        public GenerationRequest request(Prompt prompt) {
            return new GenerationRequest(by, OPERATION, prompt, false, true, timeout, 0, name).unread();
        }
    }

    /** As the item names it, null for the default one. */
    String model();

    /** How many replies it takes, each a call of its own. */
    default int replies() {
        return 1;
    }

    /** What so many of its replies would cost, and whether they would be admitted. Nobody is asked. */
    Verdict assess(Requester by, int replies);

    /**
     * Asks for one reply; it may be over already when this returns.
     *
     * @param number from 0
     * @throws ApiException when it is refused; nobody was asked then
     */
    R ask(Terms terms, int number);

    /** The reply of a name that somebody has asked for before, null when nobody knows of it. Blocks on the database. */
    R find(String name, String owner);

    /**
     * What answers the item, an object to be written as JSON.
     *
     * @param replies all of them, completed
     * @throws ApiException when they are no answer
     */
    Object answer(List<R> replies);
}
