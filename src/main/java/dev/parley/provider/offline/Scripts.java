package dev.parley.provider.offline;

import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.DeltaStream;
import dev.parley.provider.FencedPassages;
import dev.parley.provider.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** All models of one offline provider. */
final class Scripts {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("(?<=\\s)(?=\\S)");
    private static final Duration BETWEEN_SLOW_WORDS = Duration.ofMillis(200);
    private static final Duration FOREVER = Duration.ofDays(365);
    private static final int WORDS_BEFORE_BREAKING = 3;

    private final String provider;
    private final Pause pause;
    private final AtomicInteger flakyCalls = new AtomicInteger();

    Scripts(String provider, Pause pause) {
        this.provider = provider;
        this.pause = pause;
    }

    /** In the order in which they are listed; the first one is for whoever names none. */
    Map<String, Script> byModel() {
        var scripts = new LinkedHashMap<String, Script>();
        scripts.put("plain", this::plain);
        scripts.put("echo", prompt -> say(question(prompt)));
        scripts.put("slow", prompt -> play(whole(words(question(prompt))), BETWEEN_SLOW_WORDS, null));
        scripts.put("flaky", this::flaky);
        scripts.put("error-429", prompt -> {
            throw rateLimited();
        });
        scripts.put("tool", this::tool);
        scripts.put("json", prompt -> say(json(question(prompt))));
        scripts.put("broken-stream", this::broken);
        scripts.put("empty", prompt -> say(""));
        scripts.put("hang", prompt -> play(List.of(), FOREVER, brokenOff()));
        return scripts;
    }

    /** Answers from passages where there are some, or looks for some where it may: for that no model is needed. */
    private DeltaStream plain(Prompt prompt) {
        var question = question(prompt);
        var found = OfflineSearch.results(prompt);
        if (!found.isEmpty()) {
            return say(
                    BestSentences.answer(new FencedPassages(OfflineSearch.passages(found), "Question: " + question)));
        }
        if (OfflineSearch.mayAsk(prompt) && !question.isBlank()) {
            return play(OfflineSearch.call(question), Duration.ZERO, null);
        }
        var fenced = FencedPassages.read(question);
        return say(fenced.passages().isEmpty() ? plainWords() : BestSentences.answer(fenced));
    }

    private String plainWords() {
        return "This is Parley's provider '" + provider + "', which works without a key and without a network. "
                + "It is not a language model, so it can't answer you. "
                + "Set OPENAI_API_KEY or ANTHROPIC_API_KEY, or add a server of your own to parley.providers, and start again. "
                + "To see how an answer is streamed, ask the model " + provider + "/echo.";
    }

    /** Fails on every other call, beginning with the first. */
    private DeltaStream flaky(Prompt prompt) {
        if (flakyCalls.getAndIncrement() % 2 == 0) {
            throw new ApiException(
                    ErrorCode.PROVIDER_ERROR, "The provider " + provider + " fails on every other call of this model.");
        }
        return say(question(prompt));
    }

    private ApiException rateLimited() {
        return new ApiException(
                ErrorCode.PROVIDER_RATE_LIMITED,
                "The provider " + provider + " never allows a call of this model.",
                Duration.ofSeconds(1));
    }

    /** Calls a tool, and tells what it answered once it has. */
    private DeltaStream tool(Prompt prompt) {
        var last = prompt.messages().getLast();
        return last.role() == Role.TOOL
                ? say("The tool answered: " + OfflineTool.result(last))
                : play(OfflineTool.call(prompt, question(prompt)), Duration.ZERO, null);
    }

    private DeltaStream broken(Prompt prompt) {
        var words = words(question(prompt));
        var first = words.subList(0, Math.min(WORDS_BEFORE_BREAKING, words.size()));
        return play(first, Duration.ZERO, brokenOff());
    }

    private ApiException brokenOff() {
        return new ApiException(
                ErrorCode.PROVIDER_BROKEN_RESPONSE,
                "The answer of the provider " + provider + " broke off, as scripted.");
    }

    private static String json(String question) {
        return new String(
                WireJson.bytes(json -> {
                    json.writeStartObject();
                    json.writeStringField("text", question);
                    json.writeEndObject();
                }),
                StandardCharsets.UTF_8);
    }

    private DeltaStream say(String text) {
        return play(whole(words(text)), Duration.ZERO, null);
    }

    private DeltaStream play(List<Delta> deltas, Duration before, ApiException after) {
        return new PlayedDeltas(provider, deltas, pause, before, after);
    }

    private static List<Delta> whole(List<Delta> words) {
        var deltas = new ArrayList<>(words);
        deltas.add(new Delta.End(FinishReason.STOP));
        return deltas;
    }

    /** Each word with the space behind it, so that all of them make the text again. */
    private static List<Delta> words(String text) {
        var deltas = new ArrayList<Delta>();
        if (!text.isEmpty()) {
            for (var word : BETWEEN_WORDS.split(text)) {
                deltas.add(new Delta.TextDelta(word));
            }
        }
        return deltas;
    }

    /** What the user said last. */
    private static String question(Prompt prompt) {
        return prompt.messages().reversed().stream()
                .filter(message -> message.role() == Role.USER)
                .map(Message::text)
                .findFirst()
                .orElse("");
    }
}
