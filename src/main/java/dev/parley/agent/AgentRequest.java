package dev.parley.agent;

import dev.parley.generation.GenerationRequest;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is asked of a run that may call tools.
 *
 * @param generation its prompt offers all tools, those that run here and those of the client
 * @param toolbox those that run here
 * @param callable names of all that may be called
 * @param isClients whether the client runs what is called so; a call of one ends the run
 * @param bounds how far it may go
 * @param open what an earlier run of the conversation has left, done before the model is asked
 * @param inbox what the user says meanwhile
 * @param spent micro-dollars that the conversation has cost before
 */
public record AgentRequest(
        GenerationRequest generation,
        Toolbox toolbox,
        Set<String> callable,
        Predicate<String> isClients,
        Bounds bounds,
        List<OpenCall> open,
        Inbox inbox,
        long spent) {

    public AgentRequest {
        callable = Set.copyOf(callable);
        open = List.copyOf(open);
    }
}
