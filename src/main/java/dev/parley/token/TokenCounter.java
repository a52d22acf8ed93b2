package dev.parley.token;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.parley.llm.Content;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Prompt;
import dev.parley.llm.RerankRequest;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts tokens with the vocabulary of OpenAI's newer models, {@code o200k_base}; those of other providers differ by some ten percent.
 *
 * <p>Up to 32,768 characters are counted exactly, but for words of more than 64 characters, which are cut there and so may count a
 * token too many. The tokens of what is longer are extrapolated from samples spread evenly over it. Both bound the time: about 100 ns
 * per counted character, 10 ms for the most expensive text of any length.
 */
public final class TokenCounter {

    /** A message's role and its frame in the model's own input. */
    private static final int PER_MESSAGE = 4;

    /** What tells the model that it is its turn. */
    private static final int PER_PROMPT = 3;

    private static final int PER_TOOL = 8;

    /** What OpenAI's models take for an image of 1024 x 1024 pixels; for the provider to correct, since we do not open images. */
    private static final int PER_IMAGE = 765;

    private static final int PER_IMAGE_OF_LOW_DETAIL = 85;

    private static final int LONGEST_RUN = 64;
    private static final int MOST_COUNTED = 32_768;
    private static final int SAMPLE = 4_096;
    private static final int SMALLEST_SAMPLE = 64;

    private final Encoding encoding;

    private TokenCounter(Encoding encoding) {
        this.encoding = encoding;
    }

    /** The one counter of this process. The first call loads the vocabulary: a quarter of a second and 25 MB. */
    public static TokenCounter o200k() {
        return Loaded.O200K;
    }

    /** The tokens of {@code text} on its own. */
    public int count(String text) {
        return count(text, MOST_COUNTED);
    }

    /** The tokens of all that {@code prompt} shows the model: messages, their frames, tools; images by a fixed estimate. */
    public int count(Prompt prompt) {
        var texts = new ArrayList<String>();
        int tokens = PER_PROMPT + PER_TOOL * prompt.tools().size();
        for (var tool : prompt.tools()) {
            addAll(texts, tool.name(), tool.description(), tool.parameters());
        }
        for (var message : prompt.messages()) {
            tokens += PER_MESSAGE;
            for (var part : message.content()) {
                tokens += frame(part);
                addTexts(part, texts);
            }
        }
        return tokens + count(texts);
    }

    /** The tokens of all texts that {@code request} wants to be turned into vectors. */
    public int count(EmbeddingRequest request) {
        int tokens = 0;
        for (var input : request.inputs()) {
            tokens += switch (input) {
                case EmbeddingRequest.Input.Text text -> count(text.text());
                case EmbeddingRequest.Input.Tokens given -> given.tokens().size();
            };
        }
        return tokens;
    }

    /** The tokens that a reranker reads: the question once with each document. */
    public int count(RerankRequest request) {
        long question = count(request.query());
        long all = question * request.documents().size() + count(request.documents());
        return (int) Math.min(Integer.MAX_VALUE, all);
    }

    /** What a part takes beside its texts. */
    private static int frame(Content part) {
        return switch (part) {
            case Content.Text text -> 0;
            case Content.ToolResult result -> 0;
            case Content.ToolCall call -> PER_TOOL;
            case Content.Image image -> "low".equals(image.detail()) ? PER_IMAGE_OF_LOW_DETAIL : PER_IMAGE;
        };
    }

    private static void addTexts(Content part, List<String> texts) {
        switch (part) {
            case Content.Text text -> addAll(texts, text.text());
            case Content.ToolResult result -> addAll(texts, result.text());
            case Content.ToolCall call -> addAll(texts, call.name(), call.arguments());
            case Content.Image image -> {
                // only its frame counts
            }
        }
    }

    private static void addAll(List<String> texts, String... more) {
        for (var text : more) {
            if (text != null) {
                texts.add(text);
            }
        }
    }

    /** Many texts share the bound of one, each by its length. */
    private int count(List<String> texts) {
        long length = texts.stream().mapToLong(String::length).sum();
        double share = Math.min(1, (double) MOST_COUNTED / Math.max(1, length));
        int tokens = 0;
        for (var text : texts) {
            tokens += count(text, Math.max(SMALLEST_SAMPLE, (int) Math.ceil(text.length() * share)));
        }
        return tokens;
    }

    private int count(String text, int most) {
        return text.length() <= most ? exact(text, 0, text.length()) : sampled(text, most);
    }

    private int sampled(String text, int most) {
        int samples = Math.max(1, most / SAMPLE);
        int size = most / samples;
        long tokens = 0;
        for (int i = 0; i < samples; i++) {
            int from = (int) ((long) (text.length() - size) * i / Math.max(1, samples - 1));
            tokens += exact(text, from, from + size);
        }
        return (int) (tokens * text.length() / ((long) samples * size));
    }

    /** The tokenizer's time grows with the square of a word, so no word is let grow. */
    private int exact(String text, int from, int to) {
        int tokens = 0;
        int begin = from;
        int run = 0;
        boolean inSpace = false;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean space = Character.isWhitespace(c);
            run = space == inSpace ? run + 1 : 1;
            inSpace = space;
            if (run > LONGEST_RUN && !Character.isLowSurrogate(c)) {
                tokens += encoding.countTokensOrdinary(text.substring(begin, i));
                begin = i;
                run = 1;
            }
        }
        return tokens + encoding.countTokensOrdinary(text.substring(begin, to));
    }

    /** Loads at the first use. */
    private static final class Loaded {
        static final TokenCounter O200K =
                new TokenCounter(Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE));
    }
}
