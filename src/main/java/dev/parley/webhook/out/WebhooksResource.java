package dev.parley.webhook.out;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.governance.key.Administrator;
import dev.parley.governance.key.Page;
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
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Webhooks, for administrators. */
@Path("/admin/webhooks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration", description = "For keys with the role admin")
public class WebhooksResource {

    @Inject
    Webhooks webhooks;

    @Inject
    Clock clock;

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = WebhookTerms.class)))
    @Operation(summary = "Registers a URL for announcements; its secret is in this answer and never again")
    public WebhookWire make(@NotNull JsonNode body, @Context HttpServletRequest request) {
        return shown(webhooks.make(body, Administrator.of(request)));
    }

    @GET
    @Operation(summary = "Lists webhooks, the youngest first")
    public Page<WebhookWire> list() {
        return Page.of(webhooks.all(), Page.MOST, Webhook::id, this::shown);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Shows a webhook, without its secret")
    public WebhookWire find(@PathParam("id") String id) {
        return shown(webhooks.find(id));
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = WebhookTerms.class)))
    @Operation(summary = "Changes URL, events or description, disables or enables", description = "RFC 7396")
    public WebhookWire change(
            @PathParam("id") String id, @NotNull JsonNode patch, @Context HttpServletRequest request) {
        return shown(webhooks.change(id, patch, Administrator.of(request)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Removes a webhook and its deliveries")
    @APIResponse(responseCode = "204", description = "It is gone")
    public Response remove(@PathParam("id") String id, @Context HttpServletRequest request) {
        webhooks.remove(id, Administrator.of(request));
        return Response.noContent().build();
    }

    @POST
    @Path("/{id}/rotate")
    @Operation(
            summary = "Gives it another secret, which is in this answer and never again",
            description = "Until previous_secret_until deliveries are signed with the one before too.")
    public WebhookWire rotate(@PathParam("id") String id, @Context HttpServletRequest request) {
        return shown(webhooks.rotate(id, Administrator.of(request)));
    }

    @POST
    @Path("/{id}/test")
    @Operation(summary = "Sends a webhook.ping; the delivery log tells what came of it")
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = DeliveryWire.class)),
            description = "It is on its way")
    public Response ping(@PathParam("id") String id, @Context HttpServletRequest request) {
        return accepted(webhooks.ping(id, Administrator.of(request)));
    }

    @GET
    @Path("/{id}/deliveries")
    @Operation(summary = "Lists its deliveries and what became of them, the youngest first")
    public Page<DeliveryWire> deliveries(
            @PathParam("id") String id,
            @QueryParam("limit") @DefaultValue(Page.DEFAULT) @Min(1) @Max(Page.MOST) int limit,
            @QueryParam("after") @Size(max = 64) String after) {
        return Page.of(webhooks.deliveries(id, after, limit + 1), limit, Delivery::id, DeliveryWire::of);
    }

    @POST
    @Path("/{id}/deliveries/{delivery}/redeliver")
    @Operation(summary = "Sends a delivery again that is over, with the same webhook-id")
    @APIResponse(
            responseCode = "202",
            content = @Content(schema = @Schema(implementation = DeliveryWire.class)),
            description = "It is on its way")
    public Response redeliver(
            @PathParam("id") String id, @PathParam("delivery") String delivery, @Context HttpServletRequest request) {
        return accepted(webhooks.redeliver(id, delivery, Administrator.of(request)));
    }

    private static Response accepted(Delivery delivery) {
        return Response.accepted(DeliveryWire.of(delivery)).build();
    }

    private WebhookWire shown(Webhook webhook) {
        return WebhookWire.of(webhook, null, clock.millis());
    }

    private WebhookWire shown(Webhooks.Made made) {
        return WebhookWire.of(made.webhook(), made.secret(), clock.millis());
    }
}
