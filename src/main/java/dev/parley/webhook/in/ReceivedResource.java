package dev.parley.webhook.in;

import dev.parley.governance.key.Administrator;
import dev.parley.governance.key.Audit;
import dev.parley.governance.key.ForAdministrators;
import dev.parley.governance.key.Page;
import dev.parley.http.DryRun;
import dev.parley.job.Jobs;
import dev.parley.persistence.GroupCommit;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What became of what sources have sent, for administrators. */
@Path("/webhooks/{source}/deliveries")
@ApplicationScoped
@ForAdministrators
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class ReceivedResource {

    @Inject
    Sources sources;

    @Inject
    Intake intake;

    @Inject
    GroupCommit commits;

    @Inject
    Audit audit;

    @Inject
    Jobs jobs;

    @GET
    @Operation(summary = "Lists what a source has sent, the youngest first")
    public Page<ReceivedWire> list(
            @PathParam("source") String source,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT) @Min(1) @Max(Page.MOST) int limit,
            @QueryParam("after") @Size(max = 64) String after) {
        demandSource(source);
        var rows = commits.read(connection -> IntakeTable.page(connection, source, after, limit + 1));
        return Page.of(rows, limit, Received::id, ReceivedWire::listed);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Shows what became of a delivery, with the model's answer")
    public ReceivedWire find(@PathParam("source") String source, @PathParam("id") String id) {
        return commits.read(connection -> IntakeTable.find(connection, id))
                .filter(found -> found.source().equals(source))
                .map(ReceivedWire::whole)
                .orElseThrow(() -> new ApiException(ErrorCode.NOT_FOUND, "There is no delivery with this id."));
    }

    @POST
    @Path("/{id}/replay")
    @Operation(summary = "Has a delivery worked off again that is done or dead; it is paid for again")
    @APIResponse(
            responseCode = "202",
            description = "It will be",
            content = @Content(schema = @Schema(implementation = ReceivedWire.class)))
    public Response replay(
            @PathParam("source") String source, @PathParam("id") String id, @Context HttpServletRequest request) {
        DryRun.refuse(request, "to have the delivery worked off");
        var received = audit.write(
                Administrator.of(request), "webhook.replay", id, connection -> intake.replay(connection, source, id));
        jobs.wake();
        return Response.accepted(ReceivedWire.listed(received)).build();
    }

    private void demandSource(String source) {
        if (sources.find(source).isEmpty()) {
            throw new ApiException(ErrorCode.NOT_FOUND, "There is no source of this name (parley.webhooks).");
        }
    }
}
