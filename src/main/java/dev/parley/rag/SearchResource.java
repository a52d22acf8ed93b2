package dev.parley.rag;

import dev.parley.generation.Generation;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.http.Late;
import dev.parley.http.RequestTimeout;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /rag/search}: passages, and no words of a model. */
@Path("/rag/search")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Retrieval")
public class SearchResource {

    @Inject
    Retrieval retrieval;

    @Inject
    Generation generation;

    @Inject
    VirtualThreads threads;

    @POST
    @Operation(
            operationId = "search",
            summary = "Finds passages, by words and by vectors at once",
            description = "When one of the two fails, the other one alone answers and degraded says so.")
    @APIResponse(
            responseCode = "200",
            description = "The best passages first",
            content = @Content(schema = @Schema(implementation = SearchAnswer.class)))
    public void search(
            @Valid @NotNull SearchRequest body,
            @HeaderParam(RequestTimeout.HEADER) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        var by = Requester.of(request);
        var search = body.toSearch();
        var deadline = Deadline.after(generation.time(false, RequestTimeout.of(timeout)), Ticker.SYSTEM);
        var verdict = by.dryRun() ? retrieval.assess(search, by) : Optional.<Verdict>empty();
        if (verdict.isPresent()) {
            response.resume(verdict.get());
            return;
        }
        double minScore = body.minScore() == null ? 0 : body.minScore();
        Late.answer(threads, response, () -> SearchAnswer.of(retrieval.find(search, by, deadline), minScore));
    }
}
