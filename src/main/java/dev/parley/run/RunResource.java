package dev.parley.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Runs by their id: looking, coming back to a stream, stopping. */
@Path("/runs/{id}")
@ApplicationScoped
@Tag(name = "Runs", description = "A running or lately finished generation, by the id of its start event or answer")
public class RunResource {

    /** Where a run stands; {@code answer} once it has ended and did not fail, {@code error} when it did. */
    @Schema(name = "RunState")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            String id,

            @Schema(enumeration = {"running", "completed", "failed", "cancelled"})
            String status,

            String model,
            RunWire.Answer answer,
            Problem error) {}

    @Inject
    Runs runs;

    @Inject
    Replies replies;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Where a run stands, with the text that it has put out once it has ended")
    public State state(@PathParam("id") String id, @Context HttpServletRequest request) {
        return state(find(id, request));
    }

    @GET
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "The run's events, from the beginning or after the last one seen",
            description =
                    "Replays what is there and goes on live, also when another server of the same database runs it. A finished run"
                            + " replays whole, after a restart too; one that was cut off by a crash ends with the error interrupted.")
    @APIResponse(
            responseCode = "200",
            description = "The events as they come",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = RunWire.Event.class)))
    public void events(
            @PathParam("id") String id,
            @Parameter(description = "The id of the last event seen, as EventSource sends it by itself")
                    @HeaderParam("Last-Event-ID")
                    String lastEventId,
            @Parameter(description = "The same for clients that can't set headers") @QueryParam("after") String after,
            @Context HttpServletRequest request,
            @Context SseEventSink sink,
            @Context HttpServletResponse http) {
        var run = find(id, request);
        run.expectOneMore();
        replies.stream(run, following(id, lastEventId != null ? lastEventId : after), sink, http);
    }

    @POST
    @Path("/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Stops a run, closes the connection to its provider and answers with the text until then",
            description = "A run that has ended already is left as it is.")
    @APIResponse(
            responseCode = "200",
            description = "Where the run stood when it was stopped",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = State.class)))
    public void cancel(
            @PathParam("id") String id, @Context HttpServletRequest request, @Suspended AsyncResponse response) {
        var run = find(id, request);
        run.cancel();
        run.end().thenRun(() -> response.resume(state(run)));
    }

    private Run find(String id, HttpServletRequest request) {
        return runs.find(id, RequestContext.of(request).owner());
    }

    private static State state(Run run) {
        var outcome = run.journal().outcome();
        var answer = outcome == null || outcome instanceof Outcome.Failed
                ? null
                : RunWire.Answer.of(run.id(), run.completion(outcome));
        var error = outcome instanceof Outcome.Failed failed
                ? Problem.of(failed.failure()).at(null, run.spec().requestId())
                : null;
        return new State(run.id(), OutcomeText.state(outcome), run.model(), answer, error);
    }

    /** The number after the one that an event id {@code run.number} names; 0 for none. */
    private static int following(String run, String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        if (lastEventId.startsWith(run + ".")) {
            try {
                var last = Integer.parseInt(lastEventId.substring(run.length() + 1));
                if (last >= 0 && last < Integer.MAX_VALUE) {
                    return last + 1;
                }
            } catch (NumberFormatException notANumber) {
                // told below
            }
        }
        throw new ApiException(
                ErrorCode.BAD_REQUEST,
                "The last event id must be an id of this run's events, %s.7 for example.".formatted(run));
    }
}
