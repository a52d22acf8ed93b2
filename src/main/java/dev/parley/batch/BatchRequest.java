package dev.parley.batch;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The body of {@code POST /batch}. */
@Schema(name = "BatchRequest")
record BatchRequest(
        @NotNull @Size(min = 1, max = 100) List<@NotNull @Valid BatchItem> items,

        @Schema(description = "for items that name none; the default model when absent", examples = "offline/echo")
        @Size(min = 1, max = 256) @Pattern(regexp = BatchItem.PLAIN, message = BatchItem.NOT_PLAIN) String model) {

    /** @throws ApiException {@code INVALID_REQUEST} naming every item whose id another one has before it */
    void demandUniqueIds() {
        var first = new HashMap<String, Integer>();
        var faults = new ArrayList<FieldError>();
        for (int i = 0; i < items.size(); i++) {
            var before = first.putIfAbsent(items.get(i).id(), i);
            if (before != null) {
                faults.add(new FieldError("items[" + i + "].id", "is that of items[" + before + "] too"));
            }
        }
        if (!faults.isEmpty()) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST, "Each item of a batch needs an id of its own.", List.copyOf(faults));
        }
    }
}
