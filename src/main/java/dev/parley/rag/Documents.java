package dev.parley.rag;

import dev.parley.governance.Caller;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.CollectionCount;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.DocumentStore;
import dev.parley.rag.document.PassageSize;
import dev.parley.rag.document.Upload;
import dev.parley.rag.document.Versions;
import dev.parley.rag.index.Passages;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** An owner's documents. Blocks on the database; {@code STORE_UNAVAILABLE} when it can't be reached. */
@ApplicationScoped
public class Documents {

    /**
     * A document that is sent.
     *
     * @param id of the one it replaces, or of a new one; null for any name
     * @param collection null for the default one
     * @param metadata a flat JSON object as text, null for none
     * @param contentType what the file is said to be, empty when only its name tells
     * @param fileName null when it has none
     * @param size of its passages, null for the server's
     */
    public record Sent(
            String id,
            String collection,
            String title,
            String source,
            String metadata,
            String contentType,
            String fileName,
            PassageSize size) {}

    private static final int LONGEST_FILE_NAME = 500;

    private int mostWaiting;
    private PassageSize usualSize;

    @Inject
    Settings settings;

    @Inject
    DocumentStore store;

    @Inject
    Versions versions;

    @Inject
    Passages passages;

    @Inject
    Ingest ingest;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        var rules = RagSettings.read(settings);
        mostWaiting = rules.maxWaiting();
        usualSize = new PassageSize(rules.passageTokens(), rules.overlapTokens());
    }

    /** Of passages where nobody wants another one. */
    public PassageSize usualSize() {
        return usualSize;
    }

    /**
     * Takes a document in. It is made searchable in the background; until then the version before it is found.
     *
     * @param file read to its end
     * @throws ApiException {@code RATE_LIMITED} when too many wait already
     */
    public Document add(Sent sent, InputStream file, Caller by) {
        if (versions.waiting(by.owner()) >= mostWaiting) {
            throw new ApiException(
                    ErrorCode.RATE_LIMITED,
                    "%d documents wait to be read, the most allowed (parley.rag.max-waiting); send more when some are ready."
                            .formatted(mostWaiting),
                    Duration.ofSeconds(10));
        }
        var fileName = sent.fileName() == null || sent.fileName().length() <= LONGEST_FILE_NAME
                ? sent.fileName()
                : sent.fileName().substring(sent.fileName().length() - LONGEST_FILE_NAME);
        var upload = versions.announce(
                new Upload(
                        Ids.next("docv"),
                        by.owner(),
                        sent.id() == null ? Ids.next("doc") : sent.id(),
                        sent.collection() == null ? Names.DEFAULT_COLLECTION : sent.collection(),
                        sent.title() == null ? fileName : sent.title(),
                        sent.source(),
                        sent.metadata(),
                        sent.contentType(),
                        fileName,
                        "",
                        0,
                        null,
                        by.id(),
                        by.team() == null ? null : by.team().name(),
                        0,
                        clock.millis(),
                        sent.size()),
                file);
        ingest.poke();
        return store.find(upload.owner(), upload.document());
    }

    /**
     * A document as it stands. What is said of it here can be searched for on this server.
     *
     * @throws ApiException {@code NOT_FOUND} also when it is another's
     */
    public Document find(String owner, String id) {
        var document = store.find(owner, id);
        passages.show(document);
        return document;
    }

    /**
     * A page of documents in the order of their ids.
     *
     * @param collection null for all
     * @param after the id after which to begin, null for the beginning
     */
    public List<Document> page(String owner, String collection, String after, int limit) {
        return store.page(owner, collection, after, limit);
    }

    public List<CollectionCount> collections(String owner) {
        return store.collections(owner);
    }

    /** Removes a document; no search on this server finds it after that. */
    public void delete(String owner, String id) {
        store.delete(owner, id);
        passages.catchUp();
    }
}
