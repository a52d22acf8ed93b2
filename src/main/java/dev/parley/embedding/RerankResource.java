package dev.parley.embedding;

import dev.parley.http.RequestTimeout;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /rerank}, and the same where clients with a base URL that ends in {@code /v1} look for it. */
@Path("/")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Rerank", description = "Puts texts in the order in which they answer a question")
public class RerankResource {

    @Inject
    RerankDoor door;

    @POST
    @Path("rerank")
    @Operation(operationId = "rerank", summary = "Ranks documents for a question, the best first")
    @APIResponse(
            responseCode = "200",
            description = "The best documents by their place in the request",
            content = @Content(schema = @Schema(implementation = RerankWire.Answer.class)))
    public void rerank(
            @Valid @NotNull RerankWire.Request body,
            @HeaderParam(RequestTimeout.HEADER) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(body, timeout, response, request);
    }

    @POST
    @Path("v1/rerank")
    @Operation(operationId = "v1Rerank", summary = "Ranks documents for a question, the best first")
    @APIResponse(
            responseCode = "200",
            description = "The best documents by their place in the request",
            content = @Content(schema = @Schema(implementation = RerankWire.Answer.class)))
    public void v1Rerank(
            @Valid @NotNull RerankWire.Request body,
            @HeaderParam(RequestTimeout.HEADER) @Min(1) Long timeout,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        door.answer(body, timeout, response, request);
    }
}
