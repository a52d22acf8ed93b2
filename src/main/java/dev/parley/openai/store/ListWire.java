package dev.parley.openai.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.persistence.Cursor;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A page of a list, in OpenAI's shape. */
@Schema(name = "VectorStoreList")
@JsonInclude(JsonInclude.Include.ALWAYS)
record ListWire<T>(
        String object,
        List<T> data,
        @JsonProperty("first_id") String firstId,
        @JsonProperty("last_id") String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    static <R, T> ListWire<T> of(Cursor.Page<R> page, Function<R, T> wire, Function<R, String> id) {
        var rows = page.rows();
        return new ListWire<>(
                "list",
                rows.stream().map(wire).toList(),
                rows.isEmpty() ? null : id.apply(rows.getFirst()),
                rows.isEmpty() ? null : id.apply(rows.getLast()),
                page.hasMore());
    }
}
