package dev.parley.responses;

import dev.parley.governance.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/responses}. The body's {@code stream}, and not the Accept header, says whether an answer is a stream, as at OpenAI. */
@Path("/v1/responses")
@ApplicationScoped
@Tag(name = "Responses", description = "OpenAI's Responses API, as Open Responses specifies it")
public class ResponsesResource {

    /** Tells a client what it has deleted. */
    record Deleted(String id, String object, boolean deleted) {}

    @Inject
    ResponseDoor door;

    @Inject
    ResponseShelf shelf;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(summary = "Creates a response, as JSON, as a stream or in the background")
    public void create(
            ResponseRequest body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        door.create(body, response, request, http);
    }

    @GET
    @Path("/{id}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(
            summary = "A stored response as it is now",
            description =
                    "With stream=true its events, after the number of starting_after; live while it is under way.")
    public void show(
            @PathParam("id") String id,
            @QueryParam("stream") boolean stream,
            @QueryParam("starting_after") String after,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        if (stream) {
            int seen = after == null ? -1 : QueryNumber.read("starting_after", after, -1, Integer.MAX_VALUE - 1);
            shelf.stream(id, seen, response, request, http);
        } else {
            response.resume(shelf.show(id, Caller.of(request).owner()));
        }
    }

    @DELETE
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Forgets a stored response; one under way is stopped")
    public Deleted delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        shelf.delete(id, Caller.of(request).owner());
        return new Deleted(id, "response", true);
    }

    @POST
    @Path("/{id}/cancel")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Stops a response that was started in the background")
    public void cancel(
            @PathParam("id") String id, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        shelf.cancel(id, Caller.of(request).owner(), response);
    }

    @GET
    @Path("/{id}/input_items")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "What the request of a stored response brought, newest first unless order=asc")
    public ItemPage inputItems(
            @PathParam("id") String id,
            @QueryParam("limit") String limit,
            @QueryParam("order") String order,
            @QueryParam("after") String after,
            @Context HttpServletRequest request) {
        return ItemPage.of(shelf.input(id, Caller.of(request).owner()), limit, order, after);
    }
}
