package dev.parley.openai;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/chat/completions}, as JSON or as a stream: the body's {@code stream} decides, whatever Accept says. */
@Path("/v1/chat/completions")
@ApplicationScoped
@Tag(name = "OpenAI")
public class ChatCompletionsResource {

    @Inject
    ChatCompletions completions;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(operationId = "createChatCompletion", summary = "Answers a conversation, whole or as a stream of chunks")
    @APIResponse(
            responseCode = "200",
            description = "A completion; with stream: true chat.completion.chunk events and data: [DONE]",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChatCompletionWire.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request is wrong; param names where",
            content = @Content(schema = @Schema(implementation = ErrorWire.class)))
    public void create(
            @Valid @NotNull ChatRequestWire body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request,
            @Context HttpServletResponse http) {
        completions.create(body, response, request, http);
    }
}
