package dev.parley.batch;

import dev.parley.generation.Requester;
import dev.parley.http.RequestTimeout;
import dev.parley.run.Outcome;
import dev.parley.run.Replies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /batch}: a few items, answered while the client waits. */
@Path("/batch")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Batches", description = "Many prompts at a time, while the client waits or in the background")
public class BatchResource {

    @Inject
    Gatherings gatherings;

    @Inject
    Replies replies;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "batch",
            summary = "Answers up to 100 prompts, whole or each as it is ready",
            description = "An item's failure is its own: the answer has a result for each, in their order."
                    + " With Accept: text/event-stream the results come as they are ready, with the progress.")
    @APIResponse(
            responseCode = "200",
            description = "The results, or their events as they come",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = BatchAnswer.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(implementation = BatchEvent.Any.class))
            })
    public void answer(
            @Valid @NotNull BatchRequest body,
            @HeaderParam(RequestTimeout.HEADER) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        var by = Requester.of(request);
        if (by.dryRun()) {
            response.resume(gatherings.assess(body, by));
            return;
        }
        var gathering = gatherings.begin(body, by, RequestTimeout.of(timeout));
        replies.whole(gathering, response, http, outcome -> told(by, gathering, outcome));
    }

    private static BatchAnswer told(Requester by, Gathering gathering, Outcome outcome) {
        by.context().answered(null, outcome.usage());
        return new BatchAnswer(gathering.results());
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public void stream(
            @Valid @NotNull BatchRequest body,
            @HeaderParam(RequestTimeout.HEADER) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        var by = Requester.of(request);
        if (by.dryRun()) {
            response.resume(Response.ok(gatherings.assess(body, by), MediaType.APPLICATION_JSON_TYPE)
                    .build());
            return;
        }
        var gathering = gatherings.begin(body, by, RequestTimeout.of(timeout));
        replies.promptStream(gathering, new GatheringEvents(gathering), request, http);
    }
}
