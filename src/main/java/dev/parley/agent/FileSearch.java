package dev.parley.agent;

import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import dev.parley.rag.store.StoreSearches;
import dev.parley.rag.store.VectorStores;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the tool {@code file_search} of a request: which stores it looks into is the request's to say, and not the model's. */
@ApplicationScoped
class FileSearch {

    private AgentSettings rules;

    @Inject
    Settings settings;

    @Inject
    VectorStores stores;

    @Inject
    StoreSearches searches;

    @PostConstruct
    void configure() {
        rules = AgentSettings.read(settings);
    }

    /** @throws ApiException {@code NOT_FOUND}, {@code BAD_REQUEST} naming the store that there is not, or that is expired */
    ServerTool tool(ToolWish.FileSearch wish, String owner) {
        var ids = wish.search().stores();
        for (int i = 0; i < ids.size(); i++) {
            demand(owner, ids.get(i), wish.param() + ".vector_store_ids[" + i + "]");
        }
        return new FileSearchTool(
                wish.search(), new AtomicInteger(wish.cited()), searches, rules.maxResult(), rules.toolTimeout());
    }

    private void demand(String owner, String id, String param) {
        try {
            stores.use(owner, id);
        } catch (ApiException unusable) {
            if (unusable.code() != ErrorCode.NOT_FOUND && unusable.code() != ErrorCode.BAD_REQUEST) {
                throw unusable;
            }
            throw new ApiException(
                    unusable.code(), unusable.detail(), List.of(new FieldError(param, unusable.detail())));
        }
    }
}
