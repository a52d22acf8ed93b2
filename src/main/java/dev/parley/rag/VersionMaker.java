package dev.parley.rag;

import dev.parley.observability.LogContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.Served;
import dev.parley.rag.document.Unreadable;
import dev.parley.rag.document.Upload;
import dev.parley.rag.document.Versions;
import dev.parley.rag.index.Passages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes a version of a document: has its file cut, its passages embedded, and serves them. Each step bears repetition. What may pass is
 * tried again later, what won't is the document's failure.
 */
@ApplicationScoped
class VersionMaker {

    private static final System.Logger LOG = System.getLogger(VersionMaker.class.getName());
    private static final int MOST_ATTEMPTS = 8;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    @Inject
    Versions versions;

    @Inject
    CutFiles files;

    @Inject
    PassageVectors vectors;

    @Inject
    Passages passages;

    @Inject
    VectorModel model;

    @Inject
    Clock clock;

    /**
     * Makes a version that was taken. What is wrong with it is written down; it never throws for that.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    void make(Upload upload) {
        try (var log = LogContext.of(upload.version())) {
            if (upload.attempts() >= MOST_ATTEMPTS) {
                versions.fail(upload, "interrupted", "It was given up after %d attempts.".formatted(upload.attempts()));
                return;
            }
            versions.serve(upload, made(upload));
            searchable();
        } catch (Unreadable reason) {
            versions.fail(upload, "unreadable", reason.getMessage());
        } catch (ApiException failure) {
            failed(upload, failure);
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.log(System.Logger.Level.ERROR, "A document could not be made searchable because of a defect", defect);
            versions.fail(upload, ErrorCode.INTERNAL_ERROR.wireName(), "The server failed; its log tells why.");
        }
    }

    /** It is served from here on: what goes wrong now is the index's trouble, which follows when it can, and not the document's. */
    private void searchable() {
        try {
            passages.catchUp();
        } catch (ApiException later) {
            LOG.log(System.Logger.Level.DEBUG, "The index could not follow; it tries again", later);
        }
    }

    private void failed(Upload upload, ApiException failure) {
        if (failure.code() == ErrorCode.STORE_UNAVAILABLE) {
            throw failure;
        }
        boolean counts = failure.code() != ErrorCode.RATE_LIMITED && failure.code() != ErrorCode.DRAINING;
        if (failure.code().retryable() && (!counts || upload.attempts() + 1 < MOST_ATTEMPTS)) {
            versions.putBack(upload, clock.millis() + wait(upload, failure).toMillis(), counts);
        } else {
            versions.fail(upload, failure.code().wireName(), failure.detail());
        }
    }

    private static Duration wait(Upload upload, ApiException failure) {
        var own = FIRST_WAIT.multipliedBy(1L << Math.min(upload.attempts(), MOST_ATTEMPTS));
        var wait = failure.retryAfter() == null || own.compareTo(failure.retryAfter()) > 0 ? own : failure.retryAfter();
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private Served made(Upload upload) throws Unreadable {
        var recipe = String.join(" ", files.recipe(upload), model.name(), upload.contentType());
        var same = upload.again() == null ? versions.same(upload, recipe) : Optional.<Document>empty();
        if (same.isPresent()) {
            versions.copy(upload, same.get().version());
            return new Served(
                    model.name(), recipe, same.get().characters(), same.get().passages());
        }
        versions.progress(upload, Document.Status.READING, 0, 0);
        var cut = files.cut(upload);
        vectors.add(upload, cut);
        return new Served(
                model.name(), recipe, cut.isEmpty() ? 0 : cut.getLast().end(), cut.size());
    }
}
