package dev.parley.agent;

import dev.parley.generation.Requester;
import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.store.FoundPassage;
import dev.parley.rag.store.StoreRanking;
import dev.parley.rag.store.StoreSearch;
import dev.parley.rag.store.StoreSearches;
import dev.parley.rag.store.VectorStore;
import dev.parley.rag.store.VectorStores;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** The vector store {@code vs_1} of {@code me}, with as many passages as wanted. */
public final class FakeFiles {

    public final List<String> queries = new CopyOnWriteArrayList<>();
    public List<FoundPassage> found = List.of(passage("Thirty days."), passage("Ten weeks."));
    public ApiException failure;

    FileSearch tool(Settings settings) {
        var search = new FileSearch();
        search.settings = settings;
        search.stores = new VectorStores() {
            @Override
            public VectorStore use(String owner, String id) {
                if (!owner.equals("me") || !id.equals("vs_1")) {
                    throw new ApiException(ErrorCode.NOT_FOUND, "There is no vector store '" + id + "'.");
                }
                return new VectorStore(id, owner, "", null, Map.of(), null, 0, 0);
            }
        };
        search.searches = new StoreSearches() {
            @Override
            public List<FoundPassage> find(StoreSearch wanted, List<String> asked, Requester by, Deadline deadline) {
                queries.addAll(asked);
                if (failure != null) {
                    throw failure;
                }
                return IntStream.range(0, found.size())
                        .mapToObj(i -> found.get(i).numbered(i + 1))
                        .toList();
            }
        };
        search.configure();
        return search;
    }

    public static FoundPassage passage(String text) {
        return new FoundPassage(0, "file_1", "leave.md", 0.9, Map.of(), null, text);
    }

    /** A wish for the store. */
    static ToolWish wish(int cited, String... stores) {
        return new ToolWish.FileSearch(
                "tools[0]", new StoreSearch(List.of(stores), 10, List.of(), StoreRanking.USUAL), cited);
    }
}
