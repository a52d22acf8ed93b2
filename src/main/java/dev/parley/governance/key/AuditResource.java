package dev.parley.governance.key;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What administrators did, for administrators. */
@Path("/admin/audit")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class AuditResource {

    @Inject
    KeyStore store;

    @GET
    @Operation(summary = "Lists what administrators changed, the latest first")
    public Page<AuditWire> list(
            @QueryParam("limit") @DefaultValue(Page.DEFAULT) @Min(1) @Max(Page.MOST) int limit,
            @QueryParam("after") @Size(max = 64) String after) {
        var entries = store.read(connection -> AuditTable.page(connection, after, limit + 1));
        return Page.of(entries, limit, AuditEntry::id, AuditWire::of);
    }
}
