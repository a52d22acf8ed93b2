package dev.parley.openai;

import dev.parley.http.Json;
import dev.parley.llm.Prompt;
import dev.parley.llm.Sampling;
import dev.parley.platform.Settings;
import dev.parley.schema.Schemas;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Makes prompts of chat completion requests, or refuses them naming the parameter that is wrong. */
@ApplicationScoped
class ChatPrompts {

    private ContentReader reader;

    @Inject
    Settings settings;

    @Inject
    Schemas schemas;

    @PostConstruct
    void configure() {
        reader = new ContentReader(settings.number("parley.v1.max-image-bytes", 10L << 20, 1, 64L << 20));
    }

    /**
     * The prompt of one of the choices.
     *
     * @throws dev.parley.problem.ApiException {@code INVALID_REQUEST}, with the parameter as its only field
     */
    Prompt of(ChatRequestWire body) {
        ChatRules.check(body);
        var tools = ChatTools.read(body, schemas);
        return new Prompt(
                body.model(),
                ChatMessages.read(body.messages(), reader),
                tools.specs(),
                tools.choice(),
                sampling(body),
                ChatFormat.read(body.responseFormat(), schemas),
                extra(body));
    }

    /**
     * A prompt for each of the choices: with the same seed, all of them would be the same answer.
     *
     * @throws dev.parley.problem.ApiException as {@link #of}
     */
    List<Prompt> choices(ChatRequestWire body) {
        var prompt = of(body);
        return IntStream.range(0, body.choices())
                .mapToObj(choice -> choice == 0 ? prompt : otherSeed(prompt, choice))
                .toList();
    }

    private static Prompt otherSeed(Prompt prompt, int choice) {
        var sampling = prompt.sampling();
        return sampling.seed() == null ? prompt : prompt.with(sampling.withSeed(sampling.seed() + choice));
    }

    private static Sampling sampling(ChatRequestWire body) {
        var maxTokens = body.maxCompletionTokens() != null ? body.maxCompletionTokens() : body.maxTokens();
        return new Sampling(body.temperature(), body.topP(), maxTokens, body.stop(), body.seed());
    }

    /** What only upstreams of this type understand. */
    private static Map<String, String> extra(ChatRequestWire body) {
        var extra = new HashMap<String, String>();
        body.rest().forEach((name, value) -> put(extra, name, value.isNull() ? null : value));
        put(extra, "parallel_tool_calls", body.parallelToolCalls());
        put(extra, "logprobs", body.logprobs());
        put(extra, "top_logprobs", body.topLogprobs());
        put(extra, "frequency_penalty", body.frequencyPenalty());
        put(extra, "presence_penalty", body.presencePenalty());
        return extra;
    }

    private static void put(Map<String, String> extra, String name, Object value) {
        if (value != null) {
            extra.put(name, Json.text(value));
        }
    }
}
