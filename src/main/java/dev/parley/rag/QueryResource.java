package dev.parley.rag;

import dev.parley.generation.Requester;
import dev.parley.http.Late;
import dev.parley.platform.VirtualThreads;
import dev.parley.run.Outcome;
import dev.parley.run.Replies;
import dev.parley.run.Run;
import dev.parley.run.RunWire;
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
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * {@code POST /rag/query}. Passages are looked for on a virtual thread, and only then is it known how the request is answered; so both
 * kinds of answer are given from there, and what is refused has its status in either.
 */
@Path("/rag/query")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Retrieval")
public class QueryResource {

    static final String TIMEOUT = "Request-Timeout-Ms";

    @Inject
    GroundedAnswers answers;

    @Inject
    Replies replies;

    @Inject
    VirtualThreads threads;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "query",
            summary = "Answers a question from passages, with checked citations, whole or as a stream",
            description =
                    "A stream when the body says stream: true, or says nothing and Accept names text/event-stream: start, sources, then"
                            + " delta and citation, usage, done.")
    @APIResponse(
            responseCode = "200",
            description = "The answer with its sources and citations, or its events as they come",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = QueryAnswer.class)),
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(oneOf = {RunWire.Event.class, QueryAnswer.Sources.class, Citation.class}))
            })
    public void answer(
            @Valid @NotNull QueryRequest body,
            @HeaderParam(TIMEOUT) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        reply(body, false, timeout, response, request, http);
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public void stream(
            @Valid @NotNull QueryRequest body,
            @HeaderParam(TIMEOUT) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        reply(body, true, timeout, response, request, http);
    }

    private void reply(
            QueryRequest body,
            boolean stream,
            Long timeout,
            AsyncResponse response,
            HttpServletRequest request,
            HttpServletResponse http) {
        var by = Requester.of(request);
        var asked = timeout == null ? null : Duration.ofMillis(timeout);
        var seat = Replies.Seat.of(request, http);
        Late.answer(threads, response, () -> {
            if (by.dryRun()) {
                response.resume(answers.assess(body, stream, by, asked));
                return;
            }
            var run = answers.answer(body, stream, by, asked);
            if (stream) {
                replies.promptStream(run, seat);
            } else {
                replies.whole(run, response, seat, outcome -> whole(run, outcome));
            }
        });
    }

    private static QueryAnswer whole(Run run, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            throw failed.failure();
        }
        return QueryAnswer.of(run, outcome);
    }
}
