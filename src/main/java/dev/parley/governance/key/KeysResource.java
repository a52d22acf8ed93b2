package dev.parley.governance.key;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Keys, for administrators. */
@Path("/admin/keys")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration", description = "For keys with the role admin")
public class KeysResource {

    @Inject
    Keys keys;

    @Inject
    Clock clock;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = KeyTerms.class)))
    @Operation(summary = "Makes a key; its text is in this answer and never again")
    public KeyWire make(@NotNull JsonNode body, @Context HttpServletRequest request) {
        var made = keys.make(body, Administrator.of(request));
        return KeyWire.of(made.key(), made.text(), clock.millis());
    }

    @GET
    @Operation(summary = "Lists keys, also the revoked ones, the youngest first")
    public Page<KeyWire> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT) @Min(1) @Max(Page.MOST) int limit,
            @QueryParam("after") @Size(max = 64) String after) {
        var now = clock.millis();
        return Page.of(keys.page(after, limit + 1), limit, ApiKey::id, key -> KeyWire.of(key, null, now));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Shows a key, without its text")
    public KeyWire find(@PathParam("id") String id) {
        return shown(keys.find(id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = KeyTerms.class)))
    @Operation(
            summary = "Changes name, models, limits, budget, expiry or roles",
            description = "What is absent stays, null takes a limit away (RFC 7396).")
    public KeyWire change(@PathParam("id") String id, @NotNull JsonNode patch, @Context HttpServletRequest request) {
        return shown(keys.change(id, patch, Administrator.of(request)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Revokes a key: refused within a second everywhere, and its streams end")
    public KeyWire revoke(@PathParam("id") String id, @Context HttpServletRequest request) {
        return shown(keys.revoke(id, Administrator.of(request)));
    }

    private KeyWire shown(ApiKey key) {
        return KeyWire.of(key, null, clock.millis());
    }
}
