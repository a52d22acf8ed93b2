package dev.parley.rag;

import dev.parley.generation.Requester;
import dev.parley.governance.key.Callers;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.Passage;
import dev.parley.rag.document.Upload;
import dev.parley.rag.document.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Has the passages of a version embedded, a few at a time, and keeps each few at once: what was paid for is not paid again, whatever
 * happens to the rest.
 */
@ApplicationScoped
class PassageVectors {

    /** Passages embedded in one call: few enough for a small machine that does it itself, and fewer when even that takes too long. */
    private static final int TOGETHER = 16;

    private static final int SMALLER = 4;
    private static final Set<ErrorCode> TOO_SLOW = EnumSet.of(ErrorCode.PROVIDER_TIMEOUT, ErrorCode.DEADLINE_EXCEEDED);

    @Inject
    Versions versions;

    @Inject
    VectorModel model;

    @Inject
    Callers callers;

    /** Adds those passages to a version that it does not have yet; without vectors where there is no model for them. */
    void add(Upload upload, List<Passage> cut) {
        int there = (int) versions.count(upload.version());
        versions.progress(upload, Document.Status.EMBEDDING, there, cut.size());
        var by = there < cut.size() && model.isThere() ? payer(upload) : null;
        int together = TOGETHER;
        for (int from = there; from < cut.size(); ) {
            var some = cut.subList(from, Math.min(cut.size(), from + together));
            try {
                var done = by == null ? some : embedded(some, by);
                from += some.size();
                versions.add(upload, done, from, cut.size());
            } catch (ApiException slow) {
                if (!TOO_SLOW.contains(slow.code()) || together == 1) {
                    throw slow;
                }
                together = Math.max(1, together / SMALLER);
            }
        }
    }

    private Requester payer(Upload upload) {
        var caller = callers.again(upload.caller(), upload.team());
        return new Requester(RequestContext.background(upload.version(), null, "/rag/documents"), caller);
    }

    private List<Passage> embedded(List<Passage> some, Requester by) {
        var vectors = model.vectors(some.stream().map(Passage::searched).toList(), by);
        return IntStream.range(0, some.size())
                .mapToObj(i -> some.get(i).with(vectors.get(i)))
                .toList();
    }
}
