package dev.parley.cache;

import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import java.util.List;

/** Questions for tests. */
final class Questions {

    static final List<String> MODELS = List.of("openai/answer");

    private Questions() {}

    static Question of(String text) {
        return of("key_1", text);
    }

    static Question of(String owner, String text) {
        var prompt = Prompt.of("answer", List.of(Message.of(Role.USER, text)), Sampling.of(0.0, null));
        return new Question(owner, MODELS, prompt, 0, false);
    }
}
