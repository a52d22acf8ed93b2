package dev.parley.openai.store;

import dev.parley.rag.store.FileBatches;
import dev.parley.rag.store.VectorStores;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/vector_stores/{id}/file_batches}. */
@Path("/v1/vector_stores/{id}/file_batches")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class FileBatchesResource {

    @Inject
    VectorStores stores;

    @Inject
    FileBatches batches;

    @Inject
    StoreDoor door;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createVectorStoreFileBatch",
            summary = "Attaches up to 500 files; none when one of them can't be")
    @APIResponse(
            responseCode = "200",
            description = "Where the files stand",
            content = @Content(schema = @Schema(implementation = FileBatchWire.class)))
    public void create(
            @PathParam("id") String id,
            @NotNull FileBatchWire.Create body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        StoreDoor.refuseDryRun(request);
        door.answer(response, request, by -> {
            var wishes = body.wishes();
            return FileBatchWire.of(batches.create(stores.use(by.owner(), id), wishes, by));
        });
    }

    @GET
    @Path("{batch}")
    @Operation(operationId = "getVectorStoreFileBatch", summary = "How far the files of a batch are")
    @APIResponse(
            responseCode = "200",
            description = "Where the files stand",
            content = @Content(schema = @Schema(implementation = FileBatchWire.class)))
    public void get(
            @PathParam("id") String id,
            @PathParam("batch") String batch,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> FileBatchWire.of(batches.find(store, batch)));
    }

    @POST
    @Path("{batch}/cancel")
    @Operation(operationId = "cancelVectorStoreFileBatch", summary = "Takes out again what is not completed yet")
    @APIResponse(
            responseCode = "200",
            description = "Where the files stand",
            content = @Content(schema = @Schema(implementation = FileBatchWire.class)))
    public void cancel(
            @PathParam("id") String id,
            @PathParam("batch") String batch,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> FileBatchWire.of(batches.cancel(store, batch)));
    }

    @GET
    @Path("{batch}/files")
    @Operation(operationId = "listFilesInVectorStoreBatch", summary = "The files of a batch, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ListWire.class)))
    public void files(
            @PathParam("id") String id,
            @PathParam("batch") String batch,
            @QueryParam("filter") String filter,
            @BeanParam PageQuery query,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(
                id,
                response,
                request,
                store -> door.page(store, filter, batches.find(store, batch).files(), query));
    }
}
