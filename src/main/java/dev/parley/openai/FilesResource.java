package dev.parley.openai;

import dev.parley.batch.BatchDoor;
import dev.parley.batch.Batches;
import dev.parley.file.Files;
import dev.parley.file.StoredFile;
import dev.parley.governance.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityPart;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/files}: what batches and vector stores are made of, and what batches have led to. */
@Path("/v1/files")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class FilesResource {

    @Inject
    Files files;

    @Inject
    OutputFiles outputs;

    @Inject
    Batches batches;

    @Inject
    Clock clock;

    @Inject
    BatchDoor door;

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(
            operationId = "createFile",
            summary = "Keeps a file for batches (purpose batch) or for vector stores (assistants, user_data)")
    public void create(List<EntityPart> parts, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        var owner = Caller.of(request).owner();
        door.answer(response, () -> {
            var form = new FileForm(parts);
            var purpose = form.purpose();
            return FileWire.of(files.keep(
                    owner,
                    form.fileName(),
                    purpose.wireName(),
                    expiresAt(purpose, form.keep()),
                    form.file().getContent()));
        });
    }

    /** Lines of a batch are kept as long as the batch; all else until somebody removes it, unless its sender says for how long. */
    private Long expiresAt(FilePurpose purpose, Duration wanted) {
        var keep = wanted == null && purpose == FilePurpose.BATCH ? batches.keep() : wanted;
        return keep == null ? null : (Long) (clock.millis() + keep.toMillis());
    }

    @GET
    @Operation(operationId = "listFiles", summary = "The caller's files, the latest first")
    public FileWire.Page list(
            @QueryParam("purpose") String purpose,
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(10_000) int limit,
            @Context HttpServletRequest request) {
        var found = files.list(Caller.of(request).owner(), purpose, after, limit + 1);
        boolean more = found.size() > limit;
        return FileWire.page(more ? found.subList(0, limit) : found, more);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "retrieveFile", summary = "Shows a file")
    public FileWire get(@PathParam("id") String id, @Context HttpServletRequest request) {
        return FileWire.of(find(id, Caller.of(request).owner()));
    }

    private StoredFile find(String id, String owner) {
        return OutputFiles.isOne(id) ? outputs.find(id, owner) : files.find(id, owner);
    }

    @GET
    @Path("{id}/content")
    @Produces(MediaType.WILDCARD) // OpenAI's clients ask for application/binary
    @Operation(operationId = "downloadFile", summary = "The content of a file")
    public Response content(@PathParam("id") String id, @Context HttpServletRequest request) {
        var owner = Caller.of(request).owner();
        var file = find(id, owner);
        StreamingOutput content =
                OutputFiles.isOne(id) ? out -> outputs.write(id, owner, out) : out -> files.write(file, out);
        return Response.ok(content, "application/octet-stream").build();
    }

    @DELETE
    @Path("{id}")
    @Operation(
            operationId = "deleteFile",
            summary = "Removes a file, from vector stores too; a batch that was made of it goes on")
    public FileWire.Deleted delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        if (OutputFiles.isOne(id)) {
            throw BadParam.of("file_id", "is that of a result, which goes with its batch");
        }
        files.delete(files.find(id, Caller.of(request).owner()));
        return new FileWire.Deleted(id, "file", true);
    }
}
