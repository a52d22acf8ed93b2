package dev.parley.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A model that can be named.
 *
 * @param created when this server learned of it, in seconds since 1970
 */
@Schema(name = "Model")
record ModelWire(
        String id,
        String object,
        long created,
        @JsonProperty("owned_by") String ownedBy) {

    @Schema(name = "ListModelsResponse")
    record Page(String object, List<ModelWire> data) {}

    /** An alias is the server's own, any other model its provider's. */
    static ModelWire of(String id, long created) {
        int slash = id.indexOf('/');
        return new ModelWire(id, "model", created, slash < 0 ? "parley" : id.substring(0, slash));
    }
}
