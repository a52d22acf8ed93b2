package dev.parley.rag;

import dev.parley.generation.Generation;
import dev.parley.generation.Requester;
import dev.parley.governance.Caller;
import dev.parley.governance.key.Callers;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.observability.LogContext;
import dev.parley.observability.RequestContext;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.DocumentStore;
import dev.parley.rag.document.FileText;
import dev.parley.rag.document.Passage;
import dev.parley.rag.document.Served;
import dev.parley.rag.document.Splitter;
import dev.parley.rag.document.Unreadable;
import dev.parley.rag.document.Upload;
import dev.parley.rag.index.Passages;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Makes a version of a document: reads its file, cuts the text, has the passages embedded a few at a time, and serves them. Each step
 * bears repetition, and passages whose vectors are there are not embedded again.
 */
@ApplicationScoped
class VersionMaker {

    private static final System.Logger LOG = System.getLogger(VersionMaker.class.getName());

    /** Passages embedded in one call: few enough for a small machine that does it itself, and fewer when even that takes too long. */
    private static final int TOGETHER = 16;

    private static final int SMALLER = 4;
    private static final Set<ErrorCode> TOO_SLOW = EnumSet.of(ErrorCode.PROVIDER_TIMEOUT, ErrorCode.DEADLINE_EXCEEDED);

    private static final int MOST_ATTEMPTS = 8;
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    private RagSettings rules;
    private Splitter splitter;
    private FileText files;

    @Inject
    Settings settings;

    @Inject
    DocumentStore store;

    @Inject
    Passages passages;

    @Inject
    Generation generation;

    @Inject
    Callers callers;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = RagSettings.read(settings);
        splitter = new Splitter(rules.passageTokens(), rules.overlapTokens());
        files = new FileText(rules.maxCharacters(), rules.readTimeout());
    }

    /**
     * Makes a version that was taken. What is wrong with it is written down; it never throws for that.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    void make(Upload upload) {
        try (var log = LogContext.of(upload.version())) {
            if (upload.attempts() >= MOST_ATTEMPTS) {
                store.fail(upload, "interrupted", "It was given up after %d attempts.".formatted(upload.attempts()));
                return;
            }
            store.serve(upload, made(upload));
            passages.catchUp();
        } catch (Unreadable reason) {
            store.fail(upload, "unreadable", reason.getMessage());
        } catch (ApiException failure) {
            failed(upload, failure);
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.log(System.Logger.Level.ERROR, "A document could not be made searchable because of a defect", defect);
            store.fail(upload, ErrorCode.INTERNAL_ERROR.wireName(), "The server failed; its log tells why.");
        }
    }

    private void failed(Upload upload, ApiException failure) {
        if (failure.code() == ErrorCode.STORE_UNAVAILABLE) {
            throw failure;
        }
        boolean counts = failure.code() != ErrorCode.RATE_LIMITED && failure.code() != ErrorCode.DRAINING;
        if (failure.code().retryable() && (!counts || upload.attempts() + 1 < MOST_ATTEMPTS)) {
            store.putBack(upload, clock.millis() + wait(upload, failure).toMillis(), counts);
        } else {
            store.fail(upload, failure.code().wireName(), failure.detail());
        }
    }

    private static Duration wait(Upload upload, ApiException failure) {
        var own = FIRST_WAIT.multipliedBy(1L << Math.min(upload.attempts(), MOST_ATTEMPTS));
        var wait = failure.retryAfter() == null || own.compareTo(failure.retryAfter()) > 0 ? own : failure.retryAfter();
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private Served made(Upload upload) throws Unreadable {
        var model = rules.hasVectors() ? generation.qualifiedName(rules.model()) : Document.NO_MODEL;
        var splitter = splitter(upload);
        var recipe = String.join(" ", splitter.recipe(), model, upload.contentType());
        var same = upload.again() == null ? store.same(upload, recipe) : Optional.<Document>empty();
        if (same.isPresent()) {
            store.copy(upload, same.get().version());
            return new Served(model, recipe, same.get().characters(), same.get().passages());
        }
        store.progress(upload, Document.Status.READING, 0, 0);
        var cut = upload.again() == null ? read(upload, splitter) : again(upload);
        embed(upload, cut, model);
        return new Served(model, recipe, cut.isEmpty() ? 0 : cut.getLast().end(), cut.size());
    }

    private Splitter splitter(Upload upload) {
        return upload.size() == null
                ? splitter
                : new Splitter(upload.size().tokens(), upload.size().overlap());
    }

    private List<Passage> again(Upload upload) {
        return store.passages(upload.again()).stream()
                .map(passage -> passage.with(null))
                .toList();
    }

    private List<Passage> read(Upload upload, Splitter splitter) throws Unreadable {
        try {
            var file = Files.createTempFile("parley-document-", null);
            try {
                fetch(upload, file);
                return splitter.split(files.read(file, upload.contentType(), upload.fileName()));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    private void fetch(Upload upload, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            store.file(upload, out);
        }
    }

    private void embed(Upload upload, List<Passage> cut, String model) {
        int there = (int) store.count(upload.version());
        store.progress(upload, Document.Status.EMBEDDING, there, cut.size());
        var by = there < cut.size() && rules.hasVectors() ? payer(upload) : null;
        int together = TOGETHER;
        for (int from = there; from < cut.size(); ) {
            var some = cut.subList(from, Math.min(cut.size(), from + together));
            try {
                var done = rules.hasVectors() ? embedded(some, model, by) : some;
                from += some.size();
                store.add(upload, done, from, cut.size());
            } catch (ApiException slow) {
                if (!TOO_SLOW.contains(slow.code()) || together == 1) {
                    throw slow;
                }
                together = Math.max(1, together / SMALLER);
            }
        }
    }

    private Requester payer(Upload upload) {
        Caller caller = callers.again(upload.caller(), upload.team());
        return new Requester(RequestContext.background(upload.version(), null, "/rag/documents"), caller);
    }

    private List<Passage> embedded(List<Passage> some, String model, Requester by) {
        var inputs = some.stream()
                .<EmbeddingRequest.Input>map(passage -> new EmbeddingRequest.Input.Text(passage.searched()))
                .toList();
        var made = generation.embed(new EmbeddingRequest(rules.model(), inputs, null), by);
        if (!made.model().equals(model)) {
            throw new ApiException(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    "Only %s makes vectors now, which are not comparable to those of %s."
                            .formatted(made.model(), model));
        }
        return IntStream.range(0, some.size())
                .mapToObj(i -> some.get(i).with(made.vectors().get(i)))
                .toList();
    }
}
