package dev.parley.responses;

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
        Prompt prompt) {

    /** What the response calls its model until one has answered. */
    String modelAsked() {
        return request.model() == null ? "default" : request.model();
    }

    /** What the run is called that answers. */
    String runId() {
        return "run" + id.substring(id.indexOf('_'));
    }

    /** The same, as the one that a run was started for before. */
    Exchange of(RunSpec run) {
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
                prompt);
    }

    /** The id of the output item at an index: the same whenever the output is put together again. */
    String itemId(String prefix, int index) {
        return prefix + id.substring(id.indexOf('_')) + index;
    }
}
