package dev.parley.provider.openai;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The endpoint. Public because Liberty can't make a REST client of an interface that is not. */
public interface OpenAiApi {

    /** {@code authorization} is null for an endpoint without a key. */
    @POST
    @Path("chat/completions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    Response chat(@HeaderParam("Authorization") String authorization, byte[] request);

    @POST
    @Path("embeddings")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Response embeddings(@HeaderParam("Authorization") String authorization, byte[] request);

    @POST
    @Path("rerank")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    Response rerank(@HeaderParam("Authorization") String authorization, byte[] request);
}
