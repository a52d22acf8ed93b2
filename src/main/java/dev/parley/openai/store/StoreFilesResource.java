package dev.parley.openai.store;

import dev.parley.governance.Caller;
import dev.parley.rag.store.StoreFile;
import dev.parley.rag.store.StoreFiles;
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
import jakarta.ws.rs.QueryParam;
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

/** {@code /v1/vector_stores/{id}/files}. */
@Path("/v1/vector_stores/{id}/files")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class StoreFilesResource {

    @Inject
    VectorStores stores;

    @Inject
    StoreFiles files;

    @Inject
    StoreDoor door;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createVectorStoreFile",
            summary = "Attaches a file, which is read, cut and embedded in the background")
    @APIResponse(
            responseCode = "200",
            description = "Where the file stands",
            content = @Content(schema = @Schema(implementation = StoreFileWire.class)))
    public void attach(
            @PathParam("id") String id,
            @NotNull StoreFileWire.Attach body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        StoreDoor.refuseDryRun(request);
        door.answer(response, request, by -> door.wire(attached(id, body, by)));
    }

    private StoreFile attached(String id, StoreFileWire.Attach body, Caller by) {
        var wish = FileBatchWire.wish(body, "");
        var store = stores.use(by.owner(), id);
        files.demand(store, List.of(wish));
        return files.attach(store, wish, by);
    }

    @GET
    @Operation(operationId = "listVectorStoreFiles", summary = "Its files, the latest first")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = ListWire.class)))
    public void list(
            @PathParam("id") String id,
            @QueryParam("filter") String filter,
            @BeanParam PageQuery query,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> door.page(store, filter, null, query));
    }

    @GET
    @Path("{file}")
    @Operation(
            operationId = "getVectorStoreFile",
            summary = "How far a file is; one that is completed is found by searches on this server")
    @APIResponse(
            responseCode = "200",
            description = "Where the file stands",
            content = @Content(schema = @Schema(implementation = StoreFileWire.class)))
    public void get(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> door.wire(files.find(store, file)));
    }

    @POST
    @Path("{file}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "updateVectorStoreFileAttributes", summary = "Gives a file other attributes")
    @APIResponse(
            responseCode = "200",
            description = "Where the file stands",
            content = @Content(schema = @Schema(implementation = StoreFileWire.class)))
    public void update(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @NotNull StoreFileWire.Update body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> {
            var attributes = StoreRules.attributes(body.attributes(), "attributes");
            return door.wire(files.describe(store, file, attributes));
        });
    }

    @DELETE
    @Path("{file}")
    @Operation(operationId = "deleteVectorStoreFile", summary = "Takes a file out of the store; the file itself stays")
    @APIResponse(
            responseCode = "200",
            description = "It is no longer in the store",
            content = @Content(schema = @Schema(implementation = StoreFileWire.Deleted.class)))
    public void detach(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> {
            files.detach(store, file);
            return new StoreFileWire.Deleted(file, "vector_store.file.deleted", true);
        });
    }

    @GET
    @Path("{file}/content")
    @Operation(operationId = "retrieveVectorStoreFileContent", summary = "The text of a file as it is searched")
    @APIResponse(
            responseCode = "200",
            description = "Its passages",
            content = @Content(schema = @Schema(implementation = StoreFileWire.Content.class)))
    public void content(
            @PathParam("id") String id,
            @PathParam("file") String file,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(id, response, request, store -> StoreFileWire.Content.of(files.content(files.find(store, file))));
    }
}
