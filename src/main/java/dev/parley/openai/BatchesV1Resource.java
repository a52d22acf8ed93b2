package dev.parley.openai;

import dev.parley.batch.Batch;
import dev.parley.batch.BatchDoor;
import dev.parley.batch.Batches;
import dev.parley.batch.Submission;
import dev.parley.file.Files;
import dev.parley.generation.Requester;
import dev.parley.governance.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
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
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/batches}: a file's lines, answered in the background. */
@Path("/v1/batches")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class BatchesV1Resource {

    @Inject
    Batches batches;

    @Inject
    BatchDoor door;

    @Inject
    Files files;

    @Inject
    @Any
    Instance<BatchLines> lines;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createV1Batch",
            summary = "Has the lines of a file answered in the background",
            description = "The file is read and checked before the answer; what is wrong with it is told at once.")
    @APIResponse(
            responseCode = "200",
            description = "It is in the database and will be done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchObjectWire.class)))
    public void create(
            @Valid @NotNull BatchRequestWire body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        var by = Requester.of(request);
        door.answer(response, () -> {
            demandEndpoint(body.endpoint());
            if (!BatchObjectWire.WINDOW.equals(body.completionWindow())) {
                throw BadParam.of("completion_window", "must be " + BatchObjectWire.WINDOW);
            }
            var file = files.find(body.inputFileId(), by.caller().owner());
            if (!FilePurpose.BATCH.wireName().equals(file.purpose())) {
                throw BadParam.of("input_file_id", "names a file of the purpose " + file.purpose() + ", not of batch");
            }
            var wanted = new Submission(by, body.endpoint(), null, file.id(), body.metadata(), null);
            return door.submit(wanted, door.lines(files.read(file)), BatchObjectWire::of);
        });
    }

    private void demandEndpoint(String endpoint) {
        var known = lines.stream().map(BatchLines::endpoint).sorted().toList();
        if (!known.contains(endpoint)) {
            throw BadParam.of("endpoint", "is '" + endpoint + "' and must be one of " + String.join(", ", known));
        }
    }

    @GET
    @Operation(operationId = "listV1Batches", summary = "The caller's batches, the latest first")
    public BatchObjectWire.Page list(
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit,
            @Context HttpServletRequest request) {
        var found = batches.list(Caller.of(request).owner(), after, limit + 1);
        boolean more = found.size() > limit;
        return BatchObjectWire.page(more ? found.subList(0, limit) : found, more);
    }

    @GET
    @Path("{id}")
    @Operation(operationId = "retrieveV1Batch", summary = "Where a batch stands")
    public BatchObjectWire get(@PathParam("id") String id, @Context HttpServletRequest request) {
        return BatchObjectWire.of(find(id, request));
    }

    @POST
    @Path("{id}/cancel")
    @Operation(operationId = "cancelV1Batch", summary = "Stops a batch; what is finished is kept")
    public BatchObjectWire cancel(@PathParam("id") String id, @Context HttpServletRequest request) {
        return BatchObjectWire.of(batches.cancel(id, Caller.of(request).owner()));
    }

    private Batch find(String id, HttpServletRequest request) {
        return batches.find(id, Caller.of(request).owner());
    }
}
