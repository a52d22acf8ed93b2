package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts ask for metrics that the server has. */
class ObservabilityFilesIT extends Fixture {

    private static final Path FILES = Path.of("liberty/observability");
    private static final Pattern NAME = Pattern.compile("\\b(?:parley|gen_ai)_[a-z0-9_]+");
    private static final Pattern EXPRESSION = Pattern.compile("(?m)^( +)expr: (?:>-\\n)?((?:.|\\n(?=\\1  ))+)");
    private static final Set<String> LABELS =
            Set.of("gen_ai_operation_name", "gen_ai_request_model", "gen_ai_token_type");

    @Test
    void everyMetricOfTheDashboardExists() throws IOException {
        var dashboard =
                new ObjectMapper().readTree(FILES.resolve("dashboard.json").toFile());
        var expressions = dashboard.findValuesAsText("expr");

        assertThat(expressions).hasSizeGreaterThan(12);
        assertThat(shown()).containsAll(names(String.join("\n", expressions)));
    }

    @Test
    void everyMetricOfTheAlertsExists() throws IOException {
        var rules = Files.readString(FILES.resolve("alerts.yaml"));
        var expressions =
                EXPRESSION.matcher(rules).results().map(match -> match.group(2)).toList();

        assertThat(expressions).hasSameSizeAs(alerts(rules)).isNotEmpty();
        assertThat(shown()).containsAll(names(String.join("\n", expressions)));
    }

    private static List<String> alerts(String rules) {
        return Pattern.compile("- alert: (\\w+)")
                .matcher(rules)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** The names that {@code /metrics} has after one stream and one refusal of a limit. */
    private static Set<String> shown() {
        var key = Key.with(Map.of("requests_per_minute", 1));
        var ask = Json.object("prompt", "hi", "model", "openai/stream", "stream", true);
        assertThat(key.post("chat", ask).status()).isEqualTo(200);
        assertThat(key.post("chat", ask).status()).isEqualTo(429);
        var metrics = URI.create("http://localhost:" + Server.PORT + "/metrics").toString();
        await().until(() -> Server.get(metrics).body().contains("parley_limits_refused"));
        return Server.get(metrics)
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());
    }

    private static Set<String> names(String expressions) {
        var names = NAME.matcher(expressions)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
        names.removeAll(LABELS);
        assertThat(names).hasSizeGreaterThan(3);
        return names;
    }
}
