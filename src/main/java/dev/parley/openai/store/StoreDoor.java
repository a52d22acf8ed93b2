package dev.parley.openai.store;

import dev.parley.governance.Caller;
import dev.parley.http.DryRun;
import dev.parley.http.Late;
import dev.parley.openai.BadParam;
import dev.parley.persistence.Cursor;
import dev.parley.platform.VirtualThreads;
import dev.parley.rag.Documents;
import dev.parley.rag.store.StoreFile;
import dev.parley.rag.store.StoreFiles;
import dev.parley.rag.store.VectorStore;
import dev.parley.rag.store.VectorStores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.List;
import java.util.function.Function;

/** What the resources of vector stores have in common. */
@ApplicationScoped
class StoreDoor {

    @Inject
    VectorStores stores;

    @Inject
    StoreFiles files;

    @Inject
    Documents documents;

    @Inject
    VirtualThreads threads;

    /** Answers with what {@code work} makes of the caller, on a thread of its own. */
    void answer(AsyncResponse response, HttpServletRequest request, Function<Caller, Object> work) {
        var caller = Caller.of(request);
        Late.answer(threads, response, () -> work.apply(caller));
    }

    /** The same with one of the caller's stores, whether it has expired or not. */
    void answer(String store, AsyncResponse response, HttpServletRequest request, Function<VectorStore, Object> work) {
        answer(response, request, caller -> work.apply(stores.find(caller.owner(), store)));
    }

    /** What a file costs is known when its text is. */
    static void refuseDryRun(HttpServletRequest request) {
        DryRun.refuse(request, "to attach files");
    }

    StoreFileWire wire(StoreFile file) {
        return StoreFileWire.of(file, documents.usualSize());
    }

    /**
     * A page of a store's files.
     *
     * @param filter the status that is wanted, null for all
     * @param among ids of files, null for all
     */
    ListWire<StoreFileWire> page(VectorStore store, String filter, List<String> among, PageQuery query) {
        var cursor = query.cursor(file -> row(files.find(store, file)));
        return ListWire.of(files.page(store, status(filter), among, cursor), this::wire, StoreFile::id);
    }

    private static Cursor.Row row(StoreFile file) {
        return new Cursor.Row(file.createdAt(), file.document().id());
    }

    private static StoreFile.Status status(String filter) {
        return switch (filter) {
            case null -> null;
            case "in_progress" -> StoreFile.Status.IN_PROGRESS;
            case "completed" -> StoreFile.Status.COMPLETED;
            case "failed" -> StoreFile.Status.FAILED;
            case "cancelled" -> StoreFile.Status.CANCELLED;
            default -> throw BadParam.of("filter", "must be one of in_progress, completed, failed, cancelled");
        };
    }
}
