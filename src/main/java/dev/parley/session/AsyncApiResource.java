package dev.parley.session;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The contract of what is sent in events and frames, which OpenAPI can't say. The tests hold it against what is sent. */
@Path("/asyncapi")
@ApplicationScoped
@Tag(name = "Operations")
public class AsyncApiResource {

    private byte[] document;

    @PostConstruct
    void load() {
        try (var resource = AsyncApiResource.class.getResourceAsStream("asyncapi.json")) {
            document = Objects.requireNonNull(resource).readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The AsyncAPI 3 document of the WebSocket and of the streams")
    public byte[] document() {
        return document;
    }
}
