package dev.parley.responses;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The calls of a response that wait for a decision, as their items. */
@Schema(name = "ApprovalList")
record ApprovalList(
        String object,
        @Schema(implementation = Object[].class) List<ServerItem.Asked> data) {

    static ApprovalList of(List<ServerItem.Asked> questions) {
        return new ApprovalList("list", questions);
    }
}
