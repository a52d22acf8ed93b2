package dev.parley.chat;

import dev.parley.http.RequestTimeout;
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
import jakarta.ws.rs.sse.SseEventSink;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /conversation}. The body's {@code stream} chooses between the two methods before they are matched. */
@Path("/conversation")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Chat")
public class ConversationResource {

    @Inject
    NativeDoor door;

    @POST
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "conversation",
            summary = "Answers a conversation, as a stream or whole",
            description = "A stream unless the body says stream: false.")
    @APIResponse(
            responseCode = "200",
            description = "The events as they come, or the answer",
            content = {
                @Content(
                        mediaType = MediaType.SERVER_SENT_EVENTS,
                        schema = @Schema(implementation = RunWire.Event.class)),
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = RunWire.Answer.class))
            })
    public void answer(
            @Valid @NotNull ConversationRequest body,
            @HeaderParam(RequestTimeout.HEADER) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        door.answer("conversation", body, timeout, response, request, http);
    }

    @POST
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(hidden = true)
    public void stream(
            @Valid @NotNull ConversationRequest body,
            @HeaderParam(RequestTimeout.HEADER) @Min(1) Long timeout,
            @Context SseEventSink sink,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        door.stream("conversation", body, timeout, sink, request, http);
    }
}
