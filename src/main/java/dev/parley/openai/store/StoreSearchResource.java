package dev.parley.openai.store;

import dev.parley.generation.Generation;
import dev.parley.generation.Requester;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.rag.store.StoreSearch;
import dev.parley.rag.store.StoreSearches;
import dev.parley.rag.store.VectorStores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/vector_stores/{id}/search}. */
@Path("/v1/vector_stores/{id}/search")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class StoreSearchResource {

    @Inject
    VectorStores stores;

    @Inject
    StoreSearches searches;

    @Inject
    StoreDoor door;

    @Inject
    Generation generation;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "searchVectorStore",
            summary = "Finds passages in its files, by words and by vectors at once",
            description =
                    "The caller pays for the vector of the query. Nothing is paid where there is nothing to find.")
    @APIResponse(
            responseCode = "200",
            description = "The best passages first",
            content = @Content(schema = @Schema(implementation = SearchWire.class)))
    public void search(
            @PathParam("id") String id,
            @NotNull SearchWire.Request body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        var by = Requester.of(request);
        door.answer(response, request, caller -> {
            var queries = body.queries();
            var search = body.search(stores.use(caller.owner(), id).id());
            return by.dryRun() ? verdict(search, queries, by) : found(search, queries, by);
        });
    }

    private SearchWire found(StoreSearch search, List<String> queries, Requester by) {
        var deadline = Deadline.after(generation.time(false, null), Ticker.SYSTEM);
        return SearchWire.of(queries, searches.find(search, queries, by, deadline));
    }

    /** A search that costs nothing is done. */
    private Object verdict(StoreSearch search, List<String> queries, Requester by) {
        var verdict = searches.assess(search, queries, by);
        return verdict.isPresent() ? verdict.get() : found(search, queries, by);
    }
}
