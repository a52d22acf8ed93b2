package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.governance.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/responses/input_tokens}: what a request would cost as input. Asks no provider. */
@Path("/v1/responses/input_tokens")
@ApplicationScoped
@Tag(name = "Responses")
public class InputTokensResource {

    /** The count, which is of OpenAI's newer vocabulary whatever the model is. */
    record Count(
            String object, @JsonProperty("input_tokens") int inputTokens) {}

    @Inject
    Exchanges exchanges;

    @Inject
    ResponseDoor door;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Counts the input tokens of a request for a response")
    @APIResponseSchema(Count.class)
    public void count(ResponseRequest body, @Suspended AsyncResponse response, @Context HttpServletRequest request) {
        var owner = Caller.of(request).owner();
        door.work(
                body,
                response,
                () -> response.resume(new Count("response.input_tokens", exchanges.count(body, owner))));
    }
}
