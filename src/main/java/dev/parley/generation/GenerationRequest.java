package dev.parley.generation;

import dev.parley.llm.Prompt;
import java.time.Duration;

/**
 * What a door asks for.
 *
 * @param by who asks
 * @param operation the door: {@code chat}, {@code conversation}
 * @param stream whether tokens are wanted as they come
 * @param continues whether the run goes on when its last listener leaves
 * @param timeout the caller's own limit, null for the server's; it can only shorten that
 * @param name what the run is called if it is a new one, null when nobody needs to know before
 * @param choice the number of this answer among those that one request asked for, from 0
 * @param framing what the door adds to the answer
 * @param read whether clients may read the run after its end, so that it stays in memory for a while
 */
public record GenerationRequest(
        Requester by,
        String operation,
        Prompt prompt,
        boolean stream,
        boolean continues,
        Duration timeout,
        int choice,
        RunName name,
        Framing framing,
        boolean read) {

    /** A request whose answer clients may come back to. */
    public GenerationRequest(
            Requester by,
            String operation,
            Prompt prompt,
            boolean stream,
            boolean continues,
            Duration timeout,
            int choice,
            RunName name,
            Framing framing) {
        this(by, operation, prompt, stream, continues, timeout, choice, name, framing, true);
    }

    /** A request whose answer is the model's alone. */
    public GenerationRequest(
            Requester by,
            String operation,
            Prompt prompt,
            boolean stream,
            boolean continues,
            Duration timeout,
            int choice,
            RunName name) {
        this(by, operation, prompt, stream, continues, timeout, choice, name, Framing.NONE);
    }

    /** A request for one answer. */
    public GenerationRequest(
            Requester by, String operation, Prompt prompt, boolean stream, boolean continues, Duration timeout) {
        this(by, operation, prompt, stream, continues, timeout, 0, null);
    }

    /** The same for work whose asker keeps the answer: the run leaves memory when it ends, and is read from the database after that. */
    public GenerationRequest unread() {
        return new GenerationRequest(by, operation, prompt, stream, continues, timeout, choice, name, framing, false);
    }
}
