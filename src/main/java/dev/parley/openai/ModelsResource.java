package dev.parley.openai;

import dev.parley.generation.Models;
import dev.parley.governance.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /v1/models}: what can be named as a model here. */
@Path("/v1/models")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "OpenAI")
public class ModelsResource {

    private final long started = InstantSource.system().instant().getEpochSecond();

    @Inject
    Models models;

    @GET
    @Operation(
            operationId = "listModels",
            summary =
                    "Lists the models that the key may ask for; a provider that takes any name shows only those it is configured with")
    public ModelWire.Page list(@Context HttpServletRequest http) {
        return new ModelWire.Page(
                "list",
                models.of(Caller.of(http)).stream()
                        .map(id -> ModelWire.of(id, started))
                        .toList());
    }

    /** An id has slashes: {@code provider/model}. */
    @GET
    @Path("{id: .+}")
    @Operation(operationId = "retrieveModel", summary = "Shows one model, also one that only its provider knows")
    public ModelWire find(@PathParam("id") String id, @Context HttpServletRequest http) {
        models.demand(id, Caller.of(http));
        return ModelWire.of(id, started);
    }
}
