package dev.parley.rag;

import dev.parley.governance.Caller;
import dev.parley.http.DryRun;
import dev.parley.http.PlainText;
import dev.parley.rag.document.CollectionCount;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Documents: in, out, and how far they are. */
@Path("/rag")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retrieval", description = "Documents, their passages, and answers from them")
public class DocumentsResource {

    private static final int ACCEPTED = 202;
    private static final int MOST = 200;

    private static final String TO_SEND = "to send the document";

    @Inject
    Documents documents;

    @Inject
    SentFiles files;

    @Inject
    DocumentEvents events;

    @POST
    @Path("/documents")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "addDocument",
            summary = "Takes a document in, or a new version of one",
            description =
                    "As JSON with its content, or as multipart/form-data with a part file and the other fields as parts. It is read,"
                            + " cut into passages, embedded and made searchable in the background; the version before is found until then.")
    @APIResponse(
            responseCode = "202",
            description = "Where it stands",
            content = @Content(schema = @Schema(implementation = DocumentWire.class)))
    public Response add(@Valid @NotNull DocumentRequest body, @Context HttpServletRequest request) {
        DryRun.refuse(request, TO_SEND); // what it costs is known when its text is
        return accepted(files.add(body, Caller.of(request)));
    }

    @POST
    @Path("/documents")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(hidden = true)
    public Response add(List<EntityPart> parts, @Context HttpServletRequest request) {
        DryRun.refuse(request, TO_SEND); // what it costs is known when its text is
        return accepted(files.add(parts, Caller.of(request)));
    }

    private static Response accepted(dev.parley.rag.document.Document document) {
        return Response.status(ACCEPTED).entity(DocumentWire.of(document)).build();
    }

    @GET
    @Path("/documents")
    @Operation(summary = "Lists documents in the order of their ids")
    public DocumentPage list(
            @QueryParam("collection") @Size(max = 64) @PlainText String collection,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(MOST) int limit,
            @QueryParam("after") @Size(max = 128) @PlainText String after,
            @Context HttpServletRequest request) {
        return DocumentPage.of(documents.page(Caller.of(request).owner(), collection, after, limit + 1), limit);
    }

    @GET
    @Path("/documents/{id}")
    @Operation(summary = "Where a document stands; what is ready is found by searches on this server")
    public DocumentWire show(@PathParam("id") String id, @Context HttpServletRequest request) {
        return DocumentWire.of(documents.find(Caller.of(request).owner(), id));
    }

    @GET
    @Path("/documents/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(summary = "The same as events progress, whenever it changes, until ready or failed; then [DONE]")
    @APIResponse(
            responseCode = "200",
            description = "The events as they come",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = DocumentWire.class)))
    public void events(
            @PathParam("id") String id,
            @Context HttpServletRequest request,
            @Context SseEventSink sink,
            @Context Sse sse) {
        events.follow(Caller.of(request).owner(), id, sink, sse);
    }

    @DELETE
    @Path("/documents/{id}")
    @Operation(summary = "Removes a document; no search on this server finds it after that")
    public Removed delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        documents.delete(Caller.of(request).owner(), id);
        return new Removed(id, true);
    }

    /** That something is gone. */
    @Schema(name = "RemovedDocument")
    record Removed(String id, boolean deleted) {}

    @GET
    @Path("/collections")
    @Operation(summary = "Lists the collections that documents are in")
    public Collections collections(@Context HttpServletRequest request) {
        return new Collections(documents.collections(Caller.of(request).owner()));
    }

    /** All collections of an owner. */
    @Schema(name = "Collections")
    record Collections(List<CollectionCount> data) {}
}
