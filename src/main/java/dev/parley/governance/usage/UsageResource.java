package dev.parley.governance.usage;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.persistence.GroupCommit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The ledger, for administrators. */
@Path("/admin/usage")
@ApplicationScoped
@Tag(name = "Administration")
public class UsageResource {

    private static final String CSV = "text/csv";

    /** One page of calls; {@code next} is what {@code after} must be for the next one. */
    @Schema(name = "LedgerPage")
    record Page(
            List<CallWire> data, @JsonProperty("has_more") boolean hasMore, String next) {}

    @Inject
    GroupCommit database;

    @Inject
    Clock clock;

    @GET
    @Produces({MediaType.APPLICATION_JSON, CSV})
    @Operation(
            summary = "What the ledger adds up to",
            description =
                    "From the first of this month to now unless from and to say otherwise, in one sum unless group_by names"
                            + " some of key, team, model, endpoint, day. A day is one of UTC.")
    @APIResponse(
            responseCode = "200",
            description = "The sums",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UsageWire.class)),
                @Content(mediaType = CSV, schema = @Schema(implementation = String.class))
            })
    public Response usage(
            @QueryParam("from") @Size(max = 64) String from,
            @QueryParam("to") @Size(max = 64) String to,
            @QueryParam("group_by") @Size(max = 64) String groupBy,
            @QueryParam("key") @Size(max = 255) String key,
            @QueryParam("team") @Size(max = 255) String team,
            @QueryParam("model") @Size(max = 512) String model,
            @QueryParam("endpoint") @Size(max = 64) String endpoint,
            @QueryParam("format") @DefaultValue("json") @Pattern(regexp = "json|csv") String format) {
        var query = UsageQuery.of(from, to, groupBy, key, team, model, endpoint, clock.instant());
        var report = UsageWire.of(query, database.read(connection -> UsageTable.sums(connection, query)));
        return "csv".equals(format)
                ? Response.ok(report.csv(), CSV)
                        .header("Content-Disposition", "attachment; filename=\"usage.csv\"")
                        .build()
                : Response.ok(report, MediaType.APPLICATION_JSON).build();
    }

    @GET
    @Path("/calls")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Lists the rows of the ledger, the latest first")
    public Page calls(
            @QueryParam("from") @Size(max = 64) String from,
            @QueryParam("to") @Size(max = 64) String to,
            @QueryParam("key") @Size(max = 255) String key,
            @QueryParam("team") @Size(max = 255) String team,
            @QueryParam("model") @Size(max = 512) String model,
            @QueryParam("endpoint") @Size(max = 64) String endpoint,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(1_000) int limit,
            @QueryParam("after") @Size(max = 64) String after) {
        var query = UsageQuery.of(from, to, null, key, team, model, endpoint, clock.instant());
        var rows = database.read(connection -> UsageTable.calls(connection, query, after, limit + 1));
        boolean more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        return new Page(shown, more, more ? shown.getLast().id() : null);
    }
}
