package dev.parley.governance.key;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.governance.Team;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Teams, for administrators. */
@Path("/admin/teams")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class TeamsResource {

    @Inject
    Teams teams;

    @GET
    @Operation(summary = "Lists teams by name")
    public Page<TeamWire> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT) @Min(1) @Max(Page.MOST) int limit,
            @QueryParam("after") @Size(max = 64) String after) {
        return Page.of(teams.page(after, limit + 1), limit, Team::name, TeamWire::of);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Shows a team")
    public TeamWire find(@PathParam("name") String name) {
        return TeamWire.of(teams.find(name));
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = TeamTerms.class)))
    @Operation(summary = "Makes a team, or replaces its limits and budget")
    public TeamWire put(@PathParam("name") String name, @NotNull JsonNode body, @Context HttpServletRequest request) {
        return TeamWire.of(teams.put(name, body, Administrator.of(request)));
    }

    @DELETE
    @Path("/{name}")
    @Operation(summary = "Removes a team that has no keys any more")
    public TeamWire remove(@PathParam("name") String name, @Context HttpServletRequest request) {
        return TeamWire.of(teams.remove(name, Administrator.of(request)));
    }
}
