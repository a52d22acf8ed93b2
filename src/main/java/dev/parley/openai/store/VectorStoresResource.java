package dev.parley.openai.store;

import dev.parley.governance.Caller;
import dev.parley.persistence.Cursor;
import dev.parley.rag.store.StoreFiles;
import dev.parley.rag.store.VectorStore;
import dev.parley.rag.store.VectorStores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/vector_stores}. */
@Path("/v1/vector_stores")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class VectorStoresResource {

    private static final int LONGEST_DESCRIPTION = 512;

    @Inject
    VectorStores stores;

    @Inject
    StoreFiles files;

    @Inject
    StoreDoor door;

    @Inject
    Clock clock;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createVectorStore", summary = "Makes a vector store, and attaches files to it")
    @APIResponse(
            responseCode = "200",
            description = "The store",
            content = @Content(schema = @Schema(implementation = StoreWire.class)))
    public void create(
            @NotNull StoreWire.Create body, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        StoreDoor.refuseDryRun(request);
        door.answer(response, request, by -> wire(created(body, by)));
    }

    private VectorStore created(StoreWire.Create body, Caller by) {
        var name = StoreRules.name(body.name());
        var terms = new VectorStores.Terms(
                name == null ? "" : name,
                StoreRules.text("description", body.description(), LONGEST_DESCRIPTION),
                StoreRules.metadata(body.metadata()),
                StoreRules.expiresDays(body.expiresAfter()));
        StoreRules.size(body.chunkingStrategy(), "chunking_strategy");
        var wishes = body.fileIds() == null || body.fileIds().isEmpty()
                ? List.<StoreFiles.Wish>of()
                : FileBatchWire.wishes(body.fileIds(), null, body.chunkingStrategy());
        var store = stores.create(by.owner(), terms);
        boolean whole = false;
        try {
            files.demand(store, wishes);
            wishes.forEach(wish -> files.attach(store, wish, by));
            whole = true;
            return store;
        } finally {
            if (!whole) {
                stores.delete(by.owner(), store.id());
            }
        }
    }

    private StoreWire wire(VectorStore store) {
        return StoreWire.of(store, stores.tallies(store.owner(), List.of(store)), clock.millis());
    }

    @GET
    @Operation(operationId = "listVectorStores", summary = "The caller's vector stores, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ListWire.class)))
    public void list(
            @BeanParam PageQuery query, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        door.answer(response, request, by -> page(query, by.owner()));
    }

    private ListWire<StoreWire> page(PageQuery query, String owner) {
        var cursor = query.cursor(id -> row(stores.find(owner, id)));
        var page = stores.page(owner, cursor);
        var tallies = stores.tallies(owner, page.rows());
        return ListWire.of(page, store -> StoreWire.of(store, tallies, clock.millis()), VectorStore::id);
    }

    private static Cursor.Row row(VectorStore store) {
        return new Cursor.Row(store.createdAt(), store.id());
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "getVectorStore", summary = "Shows a vector store, and how far its files are")
    @APIResponse(
            responseCode = "200",
            description = "The store",
            content = @Content(schema = @Schema(implementation = StoreWire.class)))
    public void get(
            @PathParam("id") String id, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        door.answer(id, response, request, this::wire);
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "modifyVectorStore", summary = "Changes its name, its metadata, or when it expires")
    @APIResponse(
            responseCode = "200",
            description = "The store",
            content = @Content(schema = @Schema(implementation = StoreWire.class)))
    public void modify(
            @PathParam("id") String id,
            @NotNull StoreWire.Update body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> wire(stores.change(store, terms(store, body))));
    }

    private static VectorStores.Terms terms(VectorStore store, StoreWire.Update body) {
        boolean keepsMetadata = body.metadata() == null || body.metadata().isNull();
        return new VectorStores.Terms(
                body.name() == null ? store.name() : StoreRules.name(body.name()),
                store.description(),
                keepsMetadata ? store.metadata() : StoreRules.metadata(body.metadata()),
                body.expiresAfter() == null ? store.expiresDays() : StoreRules.expiresDays(body.expiresAfter()));
    }

    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteVectorStore", summary = "Removes a vector store; its files stay")
    @APIResponse(
            responseCode = "200",
            description = "It is gone",
            content = @Content(schema = @Schema(implementation = StoreWire.Deleted.class)))
    public void delete(
            @PathParam("id") String id, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        door.answer(response, request, by -> {
            stores.delete(by.owner(), id);
            return new StoreWire.Deleted(id, "vector_store.deleted", true);
        });
    }
}
