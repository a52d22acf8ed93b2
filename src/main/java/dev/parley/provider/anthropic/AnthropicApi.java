package dev.parley.provider.anthropic;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The endpoint. Public because Liberty can't make a REST client of an interface that is not. */
public interface AnthropicApi {

    /** {@code key} is null for an endpoint without one. */
    @POST
    @Path("v1/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    Response messages(
            @HeaderParam("x-api-key") String key, @HeaderParam("anthropic-version") String version, byte[] request);
}
