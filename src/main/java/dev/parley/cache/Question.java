package dev.parley.cache;

import dev.parley.llm.Prompt;
import java.util.List;

/**
 * All that shapes an answer.
 *
 * @param owner whom the answer belongs to
 * @param models {@code provider/model} that may answer, in the order of asking; they stand for the prompt's model
 * @param choice the number of the choice among those of one request, from 0
 * @param stream whether tokens are wanted as they come; matters to answers with a schema only, which is enforced in another way then
 */
public record Question(String owner, List<String> models, Prompt prompt, int choice, boolean stream) {

    /** SHA-256 over all of it, 64 hexadecimal digits. */
    String key(boolean shared) {
        var enforced = prompt.responseFormat() != null && stream;
        var nameless = new Prompt(
                null,
                prompt.messages(),
                prompt.tools(),
                prompt.toolChoice(),
                prompt.sampling(),
                prompt.responseFormat(),
                prompt.extra());
        return new Fingerprint()
                .add(shared ? null : owner)
                .add(models)
                .add(nameless)
                .add(choice)
                .add(enforced)
                .hex();
    }
}
