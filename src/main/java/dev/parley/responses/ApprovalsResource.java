package dev.parley.responses;

import dev.parley.generation.Requester;
import dev.parley.governance.Caller;
import dev.parley.http.Late;
import dev.parley.platform.VirtualThreads;
import dev.parley.run.Replies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/responses/{id}/approvals}: decides about the calls that a response waits for, and goes on when the last one is decided. */
@Path("/v1/responses/{id}/approvals")
@ApplicationScoped
@Tag(name = "Responses")
public class ApprovalsResource {

    @Inject
    ApprovalDesk desk;

    @Inject
    ResponseDoor door;

    @Inject
    VirtualThreads threads;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(
            summary = "Decides about a call of a tool that a response waits for",
            description =
                    "Once; sent again it is answered again. When nothing waits any more, another response goes on with the conversation: in the"
                            + " background, or with stream=true as the answer's events.")
    public void decide(
            @PathParam("id") String id,
            ApprovalRequest body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        var by = Requester.of(request);
        var seat = Replies.Seat.of(request, http);
        Late.run(
                threads,
                response,
                () -> { // what goes on may name MCP servers, which are asked for their tools
                    var decided = desk.decide(id, body, by);
                    if (decided.turn() != null && body.isStream()) {
                        door.stream(decided.turn(), response, seat);
                    } else {
                        response.resume(decided.answer());
                    }
                });
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The calls of a response that wait for a decision")
    public ApprovalList pending(@PathParam("id") String id, @Context HttpServletRequest request) {
        return desk.pending(id, Caller.of(request).owner());
    }
}
