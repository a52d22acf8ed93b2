package dev.parley.rag.store;

import dev.parley.rag.Citations;
import java.util.List;
import java.util.function.IntFunction;

/** Finds what an answer cites as it comes, and checks that against the passages. For one thread. */
public final class FileCitations {

    private final Citations citations;

    /** @param passages the passage of a number, null where there is none; it may come to know more while the answer goes on */
    public FileCitations(IntFunction<FoundPassage> passages) {
        this.citations = new Citations(number -> {
            var passage = passages.apply(number);
            return passage == null ? null : passage.toHit();
        });
    }

    /** The citations that are complete with this piece; one of a number that no passage has cites no file, and is left out. */
    public List<FileCitation> in(String piece) {
        return citations.in(piece).stream()
                .filter(cited -> cited.documentId() != null)
                .map(cited -> new FileCitation(
                        cited.documentId(), cited.title(), cited.position(), cited.quote(), cited.verified()))
                .toList();
    }
}
