package dev.parley.webhook.in;

import dev.parley.observability.RequestContext;
import dev.parley.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /webhooks/{source}}: the one path without a key, because its signature is one. */
@Path("/webhooks/{source}")
@ApplicationScoped
@Tag(name = "Webhooks", description = "What others send, signed, and what became of it")
public class IntakeResource {

    @Inject
    Intake intake;

    @Inject
    VirtualThreads threads;

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @RequestBody(
            required = true,
            description = "JSON, signed as the source's scheme says",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema =
                                    @Schema(
                                            type =
                                                    org.eclipse.microprofile.openapi.annotations.enums.SchemaType
                                                            .OBJECT)))
    @Operation(
            operationId = "takeWebhook",
            summary = "Takes a delivery of a configured source, to be worked off in the background",
            description = "Needs no key. Whatever is wrong with signature, timestamp or source is a 401.")
    @APIResponse(
            responseCode = "202",
            description = "It is written down, now or before",
            content = @Content(schema = @Schema(implementation = ReceivedWire.Accepted.class)))
    public void take(
            @PathParam("source") String source,
            byte[] body,
            @Suspended AsyncResponse response,
            @Context HttpHeaders headers,
            @Context HttpServletRequest request) {
        intake.take(source, name -> only(headers, name), body, RequestContext.of(request))
                .whenCompleteAsync((taken, failure) -> answer(response, taken, failure), threads);
    }

    private static void answer(AsyncResponse response, Intake.Taken taken, Throwable failure) {
        if (failure == null) {
            response.resume(Response.accepted(new ReceivedWire.Accepted(taken.id(), taken.duplicate()))
                    .build());
        } else {
            response.resume(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
        }
    }

    private static String only(HttpHeaders headers, String name) {
        var values = headers.getRequestHeader(name);
        return values != null && values.size() == 1 ? values.getFirst() : null;
    }
}
