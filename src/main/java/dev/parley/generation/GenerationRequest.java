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
        Framing framing) {

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
}
