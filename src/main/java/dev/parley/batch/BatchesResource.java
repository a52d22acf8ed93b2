package dev.parley.batch;

import dev.parley.generation.Requester;
import dev.parley.governance.Caller;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Replies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /batches}: many items, answered in the background. */
@Path("/batches")
@ApplicationScoped
@Tag(name = "Batches")
public class BatchesResource {

    private static final String JSONL = "application/jsonl";
    private static final String NDJSON = "application/x-ndjson";
    private static final int MOST = 200;

    @Inject
    Batches batches;

    @Inject
    BatchDoor door;

    @Inject
    Uploads uploads;

    @Inject
    BatchResults results;

    @Inject
    Gatherings gatherings;

    @Inject
    VirtualThreads threads;

    @Inject
    Replies replies;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createBatch",
            summary = "Has many prompts answered in the background",
            description =
                    "JSON with up to 1,000 items; application/jsonl or a form's file with up to 50,000 lines of 100 MiB together."
                            + " Everything is read and checked before the first item is begun; what is wrong is told with its line.")
    @RequestBody(
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = BatchesRequest.class)),
                @Content(mediaType = JSONL, schema = @Schema(implementation = BatchItem.class))
            })
    @APIResponse(
            responseCode = "202",
            description = "It is in the database and will be done",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchWire.class)))
    public void create(InputStream body, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        var by = Requester.of(request);
        door.answer(response, () -> {
            var read = uploads.json(body);
            var wanted = new Submission(by, NativeItems.ENDPOINT, read.model(), null, read.metadata(), read.maxCost());
            return door.submit(wanted, Uploads.items(read.items()), BatchesResource::accepted);
        });
    }

    @POST
    @Consumes({JSONL, NDJSON})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public void upload(
            InputStream body,
            @QueryParam("model") String model,
            @QueryParam("max_cost_micro_dollars") @Min(0) Long maxCost,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        var by = Requester.of(request);
        door.answer(
                response,
                () -> door.submit(
                        new Submission(by, NativeItems.ENDPOINT, model, null, null, maxCost),
                        door.lines(body),
                        BatchesResource::accepted));
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(hidden = true)
    public void form(List<EntityPart> parts, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        var by = Requester.of(request);
        door.answer(response, () -> {
            var cost = Uploads.number("max_cost_micro_dollars", Uploads.field(parts, "max_cost_micro_dollars"));
            return door.submit(
                    new Submission(by, NativeItems.ENDPOINT, Uploads.field(parts, "model"), null, null, cost),
                    door.lines(Uploads.file(parts)),
                    BatchesResource::accepted);
        });
    }

    private static Response accepted(Batch batch) {
        return Response.accepted(BatchWire.of(batch)).build();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "listBatches", summary = "The caller's batches, the latest first")
    public BatchWire.Page list(
            @QueryParam("after") String after,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(MOST) int limit,
            @Context HttpServletRequest request) {
        var found = batches.list(Caller.of(request).owner(), after, limit + 1);
        boolean more = found.size() > limit;
        var page = more ? found.subList(0, limit) : found;
        return new BatchWire.Page(
                page.stream().map(BatchWire::of).toList(), more ? page.getLast().id() : null);
    }

    @GET
    @Path("{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getBatch", summary = "Where a batch stands")
    public BatchWire get(@PathParam("id") String id, @Context HttpServletRequest request) {
        return BatchWire.of(find(id, request));
    }

    @POST
    @Path("{id}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "cancelBatch", summary = "Stops a batch; what is finished is kept")
    public BatchWire cancel(@PathParam("id") String id, @Context HttpServletRequest request) {
        return BatchWire.of(batches.cancel(id, Caller.of(request).owner()));
    }

    @GET
    @Path("{id}/results")
    @Produces(JSONL)
    @Operation(
            operationId = "batchResults",
            summary = "The results as lines of JSON, in the order of the items",
            description = "Those that are there, while the batch runs; one for each item, once it has ended.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = JSONL, schema = @Schema(implementation = ItemAnswer.class)))
    public Response results(@PathParam("id") String id, @Context HttpServletRequest request) {
        return written(find(id, request), BatchResults.Kind.ALL);
    }

    @GET
    @Path("{id}/errors")
    @Produces(JSONL)
    @Operation(operationId = "batchErrors", summary = "The results of items that failed")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = JSONL, schema = @Schema(implementation = ItemAnswer.class)))
    public Response errors(@PathParam("id") String id, @Context HttpServletRequest request) {
        return written(find(id, request), BatchResults.Kind.ERRORS);
    }

    private Response written(Batch batch, BatchResults.Kind kind) {
        return Response.ok((StreamingOutput) out -> results.write(batch, kind, out), JSONL)
                .build();
    }

    @GET
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "batchEvents",
            summary = "The progress of a batch as it comes",
            description =
                    "progress events with the batch, a last one named done, and data: [DONE]. Last-Event-ID goes on after one.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = BatchWire.class)))
    public void events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID") String last,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        var batch = find(id, request);
        var watch = new ProgressWatch(() -> batches.find(id, batch.owner()), after(last, id));
        gatherings.follow(watch);
        replies.promptStream(watch, new ProgressEvents(watch), request, http);
        threads.execute(watch);
    }

    private static long after(String lastEventId, String batch) {
        if (lastEventId == null) {
            return -1;
        }
        var number = lastEventId.startsWith(batch + ".") ? lastEventId.substring(batch.length() + 1) : "";
        if (!number.matches("\\d{1,9}")) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "Last-Event-ID must be the id of an event of this batch.");
        }
        return Long.parseLong(number);
    }

    private Batch find(String id, HttpServletRequest request) {
        return batches.find(id, Caller.of(request).owner());
    }
}
