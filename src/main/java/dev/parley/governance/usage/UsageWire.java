package dev.parley.governance.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What the ledger adds up to. Costs are whole micro-dollars. */
@Schema(name = "UsageReport")
record UsageWire(
        String from, String to, @JsonProperty("group_by") List<String> groupBy, List<Sum> data, Sum total) {

    /**
     * @param key the key's id; it and the four after it are left out unless they were grouped by
     * @param cost of the calls that have a price
     * @param unpriced calls whose model has no price
     * @param estimated calls whose provider did not say what was used
     */
    @Schema(name = "UsageSum")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Sum(
            String key,
            String team,
            String model,
            String endpoint,
            String day,
            long calls,
            @JsonProperty("input_tokens") long input,
            @JsonProperty("output_tokens") long output,
            @JsonProperty("cached_tokens") long cached,
            @JsonProperty("reasoning_tokens") long reasoning,
            @JsonProperty("cost_micro_dollars") long cost,
            @JsonProperty("unpriced_calls") long unpriced,
            @JsonProperty("estimated_calls") long estimated) {

        Sum plus(Sum other) {
            return new Sum(
                    null,
                    null,
                    null,
                    null,
                    null,
                    calls + other.calls,
                    input + other.input,
                    output + other.output,
                    cached + other.cached,
                    reasoning + other.reasoning,
                    cost + other.cost,
                    unpriced + other.unpriced,
                    estimated + other.estimated);
        }
    }

    private static final Sum NOTHING = new Sum(null, null, null, null, null, 0, 0, 0, 0, 0, 0, 0, 0);

    static UsageWire of(UsageQuery query, List<Sum> sums) {
        return new UsageWire(
                query.from().toString(),
                query.to().toString(),
                query.groups().stream().map(Grouping::wireName).toList(),
                sums,
                sums.stream().reduce(NOTHING, Sum::plus));
    }

    /** RFC 4180, with a header line. */
    String csv() {
        var text = new StringBuilder();
        var names = new ArrayList<>(groupBy);
        names.addAll(List.of(
                "calls",
                "input_tokens",
                "output_tokens",
                "cached_tokens",
                "reasoning_tokens",
                "cost_micro_dollars",
                "unpriced_calls",
                "estimated_calls"));
        text.append(String.join(",", names)).append("\r\n");
        for (var sum : data) {
            for (var group : groupBy) {
                text.append(quoted(value(sum, Grouping.of(group)))).append(',');
            }
            text.append("%d,%d,%d,%d,%d,%d,%d,%d\r\n"
                    .formatted(
                            sum.calls,
                            sum.input,
                            sum.output,
                            sum.cached,
                            sum.reasoning,
                            sum.cost,
                            sum.unpriced,
                            sum.estimated));
        }
        return text.toString();
    }

    private static String value(Sum sum, Grouping group) {
        return switch (group) {
            case KEY -> sum.key;
            case TEAM -> sum.team;
            case MODEL -> sum.model;
            case ENDPOINT -> sum.endpoint;
            case DAY -> sum.day;
        };
    }

    /** A sheet takes what begins with one of these for a formula, so a quote is put before it, as OWASP advises. */
    private static String quoted(String text) {
        if (text == null) {
            return "";
        }
        var safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
