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
 */
public record GenerationRequest(
        Requester by, String operation, Prompt prompt, boolean stream, boolean continues, Duration timeout) {}
