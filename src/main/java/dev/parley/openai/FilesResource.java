package dev.parley.openai;

import dev.parley.batch.BatchDoor;
import dev.parley.batch.Files;
import dev.parley.batch.StoredFile;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/files}: what batches are made of, and what they have led to. */
@Path("/v1/files")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class FilesResource {

    private static final String BATCH = "batch";
    private static final int LONGEST_NAME = 255;

    @Inject
    Files files;

    @Inject
    OutputFiles outputs;

    @Inject
    BatchDoor door;

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Operation(operationId = "createFile", summary = "Keeps a file for a batch: purpose batch, up to 100 MiB")
    public void create(List<EntityPart> parts, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        var owner = Caller.of(request).owner();
        door.answer(response, () -> {
            demandPurpose(parts);
            var file = part(parts, "file").orElseThrow(() -> BadParam.of("file", "is required"));
            return FileWire.of(files.keep(owner, name(file), BATCH, file.getContent()));
        });
    }

    private static void demandPurpose(List<EntityPart> parts) throws IOException {
        var purpose = part(parts, "purpose").orElseThrow(() -> BadParam.of("purpose", "is required"));
        try (InputStream text = purpose.getContent()) {
            if (!new String(text.readNBytes(LONGEST_NAME), StandardCharsets.UTF_8)
                    .strip()
                    .equals(BATCH)) {
                throw BadParam.of("purpose", "must be batch; files have no other use here");
            }
        }
    }

    private static Optional<EntityPart> part(List<EntityPart> parts, String name) {
        return parts.stream().filter(part -> name.equals(part.getName())).findFirst();
    }

    private static String name(EntityPart file) {
        var name = file.getFileName().orElse("batch.jsonl");
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
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
    @Operation(operationId = "deleteFile", summary = "Removes a file; a batch that was made of it goes on")
    public FileWire.Deleted delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        if (OutputFiles.isOne(id)) {
            throw BadParam.of("file_id", "is that of a result, which goes with its batch");
        }
        files.delete(files.find(id, Caller.of(request).owner()));
        return new FileWire.Deleted(id, "file", true);
    }
}
