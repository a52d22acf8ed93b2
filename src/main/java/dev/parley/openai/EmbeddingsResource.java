package dev.parley.openai;

import dev.parley.generation.Generation;
import dev.parley.generation.Requester;
import dev.parley.http.Late;
import dev.parley.observability.LogContext;
import dev.parley.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
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

/** {@code POST /v1/embeddings}. The provider is waited for on a virtual thread. */
@Path("/v1/embeddings")
@ApplicationScoped
@Tag(name = "OpenAI")
public class EmbeddingsResource {

    @Inject
    Generation generation;

    @Inject
    VirtualThreads threads;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createEmbedding", summary = "Turns texts into vectors")
    @APIResponse(
            responseCode = "200",
            description = "The vectors, in the order of the texts",
            content = @Content(schema = @Schema(implementation = EmbeddingListWire.class)))
    @APIResponse(
            responseCode = "400",
            description = "The request is wrong; param names where",
            content = @Content(schema = @Schema(implementation = ErrorWire.class)))
    public void create(
            @Valid @NotNull EmbeddingRequestWire body,
            @Suspended AsyncResponse response,
            @Context HttpServletRequest request) {
        var wanted = body.toRequest();
        var by = Requester.of(request);
        if (by.dryRun()) {
            response.resume(generation.assess(wanted, by));
            return;
        }
        Late.answer(threads, response, () -> {
            try (var log = LogContext.of(by.context())) {
                return EmbeddingListWire.of(generation.embed(wanted, by), body.wantsBase64());
            }
        });
    }
}
