package dev.parley.governance.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.governance.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tickets, for whoever has a key and a browser that may not see it. */
@Path("/v1/tickets")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Responses")
public class TicketsResource {

    /** @param expiresAt epoch seconds, as everywhere under {@code /v1} */
    @Schema(name = "Ticket")
    record TicketWire(
            String object,
            String ticket,
            @JsonProperty("expires_at") long expiresAt) {}

    @Inject
    Tickets tickets;

    @Inject
    Clock clock;

    @POST
    @Operation(
            summary = "Makes a ticket for the handshake of one WebSocket",
            description =
                    "It stands for the caller's key once, within 30 s, as the subprotocol ticket.<ticket> beside parley.")
    public TicketWire issue(@Context HttpServletRequest request) {
        var now = clock.instant();
        return new TicketWire(
                "ticket",
                tickets.issue(Caller.of(request)),
                now.plus(Tickets.LIFETIME).getEpochSecond());
    }
}
