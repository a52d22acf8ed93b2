package dev.parley.openai.store;

import dev.parley.openai.BadParam;
import dev.parley.persistence.Cursor;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which page of a list is wanted. */
public class PageQuery {

    private static final int MOST = 100;

    @QueryParam("limit")
    @DefaultValue("20")
    @Parameter(schema = @Schema(minimum = "1", maximum = "100", defaultValue = "20"))
    int limit;

    @QueryParam("order")
    @DefaultValue("desc")
    @Parameter(
            description = "by the moment of creation",
            schema =
                    @Schema(
                            enumeration = {"asc", "desc"},
                            defaultValue = "desc"))
    String order;

    @QueryParam("after")
    @Parameter(description = "the id after which the page begins")
    String after;

    @QueryParam("before")
    @Parameter(description = "the id before which it ends")
    String before;

    /** @param row of an id; {@code NOT_FOUND} is told as a wrong parameter */
    Cursor cursor(Function<String, Cursor.Row> row) {
        if (limit < 1 || limit > MOST) {
            throw BadParam.of("limit", "must be from 1 to " + MOST + " and is " + limit);
        }
        if (!order.equals("asc") && !order.equals("desc")) {
            throw BadParam.of("order", "must be asc or desc");
        }
        return new Cursor(order.equals("asc"), row("after", after, row), row("before", before, row), limit);
    }

    private static Cursor.Row row(String param, String id, Function<String, Cursor.Row> row) {
        try {
            return id == null ? null : row.apply(id);
        } catch (ApiException unknown) {
            throw unknown.code() == ErrorCode.NOT_FOUND
                    ? BadParam.of(param, "names nothing that is in this list")
                    : unknown;
        }
    }
}
