package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.governance.Caller;
import dev.parley.http.DryRun;
import dev.parley.rag.index.Passages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The index of this server, for administrators. */
@Path("/admin/rag")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Administration")
public class IndexResource {

    @Inject
    Passages passages;

    @Inject
    Reindex reindex;

    /** The index as JSON. */
    @Schema(name = "RagIndex")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record State(
            @Schema(description = "that vectors are made with; none for none") @JsonProperty("embedding_model")
            String embeddingModel,

            long passages,
            @Schema(description = "on disk") long bytes,

            @Schema(description = "whether it has all changes of the documents")
            boolean current,

            @Schema(description = "documents of all owners whose vectors are of another model, or being made anew")
            @JsonProperty("documents_of_other_models")
            long documentsOfOtherModels,

            @Schema(description = "whether vectors are being made anew")
            boolean reindexing) {}

    @GET
    @Path("/index")
    @Operation(summary = "What is in this server's index, and which model its vectors are of")
    public State state() {
        var state = passages.state();
        return new State(
                reindex.model(),
                state.passages(),
                state.bytes(),
                state.current(),
                reindex.documentsOfOtherModels(),
                reindex.isRunning());
    }

    @POST
    @Path("/reindex")
    @Operation(
            summary =
                    "Makes this server's index anew from the database, and vectors of another model anew with the configured one",
            description =
                    "In the background; what is there is found until then. The vectors are charged to whoever asks for this.")
    public State reindex(@Context HttpServletRequest request) {
        DryRun.refuse(request, "to make the vectors");
        reindex.begin(Caller.of(request));
        return state();
    }
}
