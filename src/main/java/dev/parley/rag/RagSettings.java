package dev.parley.rag;

import dev.parley.platform.Settings;
import dev.parley.rag.document.Document;
import java.time.Duration;

/**
 * How documents are read and questions answered.
 *
 * @param model of vectors, {@link Document#NO_MODEL} for none
 * @param passageTokens of a passage at most, of which neighbours share {@code overlapTokens}
 * @param maxCharacters of a document's text
 * @param readTimeout for reading a file
 * @param workers versions made at once on this server
 * @param maxWaiting versions of one owner that may wait
 * @param embeddingTimeout how long a search waits for the vector of its question
 * @param searchTimeout how long it waits for the index
 * @param minScore below which a passage answers nothing
 * @param askWithoutPassages whether a model is asked although no passage answers
 * @param contextTokens of passages in a prompt
 */
record RagSettings(
        String model,
        int passageTokens,
        int overlapTokens,
        int maxCharacters,
        Duration readTimeout,
        int workers,
        int maxWaiting,
        Duration embeddingTimeout,
        Duration searchTimeout,
        double minScore,
        boolean askWithoutPassages,
        int contextTokens) {

    private static final double PERCENT = 100;

    static RagSettings read(Settings settings) {
        int tokens = settings.integer("parley.rag.passage-tokens", 200, 16, 4_000);
        return new RagSettings(
                settings.text("parley.rag.embedding-model", "offline/all-minilm-l6-v2"),
                tokens,
                settings.integer("parley.rag.passage-overlap", 30, 0, tokens / 2),
                settings.integer("parley.rag.max-characters", 5_000_000, 1_000, 100_000_000),
                settings.duration("parley.rag.read-timeout", "30s"),
                settings.integer("parley.rag.workers", 2, 1, 64),
                settings.integer("parley.rag.max-waiting", 10_000, 1, 1_000_000),
                settings.duration("parley.rag.embedding-timeout", "5s"),
                settings.duration("parley.rag.search-timeout", "2s"),
                settings.integer("parley.rag.min-score", 30, 0, 100) / PERCENT,
                settings.flag("parley.rag.ask-without-passages", false),
                settings.integer("parley.rag.context-tokens", 3_000, 100, 1_000_000));
    }

    boolean hasVectors() {
        return !model.equals(Document.NO_MODEL);
    }
}
