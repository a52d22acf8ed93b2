package dev.parley.governance.key;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param next what {@code after} must be for the next page, null on the last
 */
public record Page<T>(
        List<T> data, @JsonProperty("has_more") boolean hasMore, String next) {

    public static final String DEFAULT = "50";
    public static final int MOST = 200;

    /** @param rows one more than {@code limit} when there are more */
    public static <R, T> Page<T> of(List<R> rows, int limit, Function<R, String> id, Function<R, T> wire) {
        var more = rows.size() > limit;
        var shown = more ? rows.subList(0, limit) : rows;
        return new Page<>(shown.stream().map(wire).toList(), more, more ? id.apply(shown.getLast()) : null);
    }
}
