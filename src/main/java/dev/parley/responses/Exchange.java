package dev.parley.responses;

import dev.parley.agent.OpenCall;
import dev.parley.generation.RunName;
import dev.parley.llm.Prompt;
import dev.parley.run.RunSpec;
import java.util.List;

/**
 * One accepted request: all that a response is made of before a model has said a word.
 *
 * @param id {@code resp_…}
 * @param owner who may see it again
 * @param createdAt in epoch milliseconds
 * @param input the items of this request
 * @param conversation what the model sees: earlier items, as far as the context holds them, and the input
 */
record Exchange(
        String id,
        String owner,
        long createdAt,
        ResponseRequest request,
        ToolRules tools,
        TextRules text,
        ReasoningRules reasoning,
        List<Item> input,
        List<Item> conversation,
        Prompt prompt,
        Continued continued) {

    /**
     * What the conversation brings along for a run that calls tools.
     *
     * @param open calls that were left without a result
     * @param spent micro-dollars that it has cost before
     */
    record Continued(List<OpenCall> open, long spent) {

        static final Continued NOTHING = new Continued(List.of(), 0);
    }

    /** Whether its run may ask the model more than once. */
    boolean isAgent() {
        return tools.runHere();
    }

    /** What the response calls its model until one has answered. */
    String modelAsked() {
        return request.model() == null ? "default" : request.model();
    }

    /** What the run is called that answers. */
    String runId() {
        return Previous.runId(id);
    }

    /** The same, as the one that a run was started for before. */
    Exchange of(RunSpec run) {
        return of(new RunName(run.id(), run.createdAt()));
    }

    /** The same, as one whose run is called so. */
    Exchange of(RunName run) {
        return new Exchange(
                "resp" + run.id().substring(run.id().indexOf('_')),
                owner,
                run.createdAt(),
                request,
                tools,
                text,
                reasoning,
                input,
                conversation,
                prompt,
                continued);
    }

    /** The id of the output item at an index: the same whenever the output is put together again. */
    String itemId(String prefix, int index) {
        return prefix + id.substring(id.indexOf('_')) + index;
    }
}
