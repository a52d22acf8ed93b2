package dev.parley.rag;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.problem.ApiException;
import dev.parley.rag.index.Hit;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a search has found.
 *
 * @param hits the best first
 * @param mode how it was found in the end
 * @param degraded what could not be done, null when all was
 * @param millis it took
 */
public record Retrieved(List<Hit> hits, Mode mode, Degraded degraded, long millis) {

    /** A way to search that failed, so that the other one alone has answered. */
    @Schema(
            name = "Degraded",
            description = "Present when one way to search failed, and the other one alone has answered")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Degraded(Mode missing, String code, String detail) {

        static Degraded of(Mode missing, ApiException failure) {
            return new Degraded(missing, failure.code().wireName(), failure.detail());
        }
    }
}
