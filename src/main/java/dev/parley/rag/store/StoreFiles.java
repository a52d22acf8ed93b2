package dev.parley.rag.store;

import dev.parley.file.Files;
import dev.parley.file.StoredFile;
import dev.parley.governance.Caller;
import dev.parley.persistence.Cursor;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.Documents;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.Held;
import dev.parley.rag.document.PassageSize;
import dev.parley.rag.document.Shelves;
import dev.parley.rag.document.Tally;
import dev.parley.rag.index.Passages;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of stores. Blocks on the database; {@code STORE_UNAVAILABLE} when it can't be reached. */
@ApplicationScoped
public class StoreFiles {

    /**
     * A file that is to be attached.
     *
     * @param attributes a flat JSON object as text, null for none
     * @param size of its passages, null for the server's
     */
    public record Wish(String file, String attributes, PassageSize size) {}

    private StoreSettings rules;

    @Inject
    Settings settings;

    @Inject
    Files files;

    @Inject
    Documents documents;

    @Inject
    Shelves shelves;

    @Inject
    Passages passages;

    @PostConstruct
    void configure() {
        rules = StoreSettings.read(settings);
    }

    /**
     * Looks whether files can be attached, all of them.
     *
     * @throws ApiException {@code NOT_FOUND} for one that there is not, or that is another's; {@code PAYLOAD_TOO_LARGE} for one that is
     *     too large to be read; {@code BAD_REQUEST} when the store would have too many
     */
    public void demand(VectorStore store, List<Wish> wishes) {
        wishes.forEach(wish -> file(store, wish));
        long there = shelves.tallies(store.owner(), List.of(store.id()))
                .getOrDefault(store.id(), Tally.NOTHING)
                .total();
        if (there + wishes.size() > rules.maxFiles()) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST,
                    "A vector store may have %d files (parley.vector-stores.max-files), and with these it would have %d."
                            .formatted(rules.maxFiles(), there + wishes.size()));
        }
    }

    private StoredFile file(VectorStore store, Wish wish) {
        var file = files.find(wish.file(), store.owner());
        if (file.bytes() > rules.maxFileBytes()) {
            throw new ApiException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "The file '%s' has %d bytes, and a document may have %d (parley.rag.max-upload)."
                            .formatted(file.id(), file.bytes(), rules.maxFileBytes()));
        }
        return file;
    }

    /**
     * Attaches a file, or attaches it anew. It is made searchable in the background, on the account of {@code by}.
     *
     * @throws ApiException {@code NOT_FOUND} when there is no such file, or it is another's; {@code RATE_LIMITED}
     */
    public StoreFile attach(VectorStore store, Wish wish, Caller by) {
        var file = file(store, wish);
        var sent = new Documents.Sent(
                StoreFile.documentId(store.id(), file.id()),
                store.id(),
                file.name(),
                file.id(),
                wish.attributes(),
                "",
                file.name(),
                wish.size());
        try (var content = files.read(file)) {
            return find(
                    store,
                    StoreFile.fileId(
                            store.id(), documents.add(sent, content, by).id()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * A file as it stands; when it is completed, searches on this server find it.
     *
     * @throws ApiException {@code NOT_FOUND} when it is not in this store
     */
    public StoreFile find(VectorStore store, String file) {
        var held = held(store, file)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND,
                        "There is no file '%s' in the vector store '%s'.".formatted(file, store.id())));
        passages.show(held.document());
        return StoreFile.of(held);
    }

    private Optional<Held> held(VectorStore store, String file) {
        return shelves.find(store.owner(), store.id(), StoreFile.documentId(store.id(), file))
                .or(() -> shelves.find(store.owner(), store.id(), file));
    }

    /**
     * A page of its files.
     *
     * @param status null for all
     * @param among ids of files, null for all
     */
    public Cursor.Page<StoreFile> page(VectorStore store, StoreFile.Status status, List<String> among, Cursor cursor) {
        Set<Document.Status> wanted =
                status == null ? EnumSet.complementOf(EnumSet.of(Document.Status.DELETED)) : status.ofDocuments();
        if (wanted.isEmpty()) {
            return new Cursor.Page<>(List.of(), false);
        }
        var ids = among == null
                ? null
                : among.stream()
                        .map(file -> StoreFile.documentId(store.id(), file))
                        .toList();
        var page = shelves.page(store.owner(), store.id(), wanted, ids, cursor);
        page.rows().forEach(held -> passages.show(held.document()));
        return new Cursor.Page<>(page.rows().stream().map(StoreFile::of).toList(), page.hasMore());
    }

    /** What has become of some files. */
    Tally tally(VectorStore store, List<String> some) {
        return shelves.tally(
                store.owner(),
                store.id(),
                some.stream()
                        .map(file -> StoreFile.documentId(store.id(), file))
                        .toList());
    }

    /** Gives a file other attributes; searches on this server go by them from then on. */
    public StoreFile describe(VectorStore store, String file, String attributes) {
        var document = find(store, file).document();
        shelves.describe(store.owner(), document.id(), attributes);
        passages.catchUp();
        return find(store, file);
    }

    /** Takes a file out of a store; no search on this server finds it after that. The file itself stays. */
    public void detach(VectorStore store, String file) {
        documents.delete(store.owner(), find(store, file).document().id());
    }

    /** What is searched of a file, in its order. */
    public List<String> content(StoreFile file) {
        return shelves.passages(file.document()).stream()
                .map(passage -> passage.text())
                .toList();
    }
}
