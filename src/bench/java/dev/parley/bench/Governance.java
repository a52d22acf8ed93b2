package dev.parley.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Everything a guarded server does for a call, switched on: the load comes with a key that has limits and budgets, as its team has,
 * none of which it reaches, and every model has a price.
 */
final class Governance {
    private static final String ADMIN_KEY = "parley-bench-administrator";
    private static final Pattern KEY = Pattern.compile("\"key\"\\s*:\\s*\"([^\"]+)\"");
    private static final String TERMS = """
            {"limits": {"requests_per_minute": 100000000, "tokens_per_minute": 1000000000, "concurrent_runs": 100000},
             "budget": {"per_day_micro_dollars": 1000000000000, "total_micro_dollars": 1000000000000}}""";

    private Governance() {}

    /** What the server is started with; a revision without keys ignores it. */
    static Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        environment.put("PARLEY_AUTH", "keys");
        environment.put("PARLEY_ADMIN_KEY", ADMIN_KEY);
        environment.put("PARLEY_SESSION_MAX_PER_KEY", "10000"); // all sockets are of one key
        environment.put("PARLEY_RAG_EMBEDDING_MODEL", "openai/bench-vectors");
        var names = new String[] {"a", "b", "c", "d", "e", "f", "g", "h"};
        var models = new String[] {
            "bench-20x0",
            "bench-5x0",
            "bench-100x10",
            "bench-20x5",
            "bench-idle",
            "bench-1x50",
            "bench-vectors",
            "bench-loop-20"
        };
        environment.put("PARLEY_PRICES", String.join(",", names));
        for (int i = 0; i < names.length; i++) {
            var prefix = "PARLEY_PRICES_" + names[i].toUpperCase(java.util.Locale.ROOT) + "_";
            environment.put(prefix + "MODEL", "openai/" + models[i]);
            environment.put(prefix + "INPUT", "150000");
            environment.put(prefix + "OUTPUT", "600000");
        }
        environment.putAll(webhooks());
        return environment;
    }

    private static Map<String, String> webhooks() {
        var prefix = "PARLEY_WEBHOOKS_" + WebhookExchange.SOURCE.toUpperCase(java.util.Locale.ROOT) + "_";
        return Map.of(
                "PARLEY_WEBHOOKS",
                WebhookExchange.SOURCE,
                prefix + "SECRET",
                WebhookExchange.SECRET,
                prefix + "PROMPT",
                "Label this issue: {{issue.title}} {{issue.body}}",
                prefix + "MODEL",
                WebhookExchange.MODEL,
                prefix + "TEAM",
                "bench");
    }

    /** The target with a key of its own, or as it is where the server knows no keys. */
    static Target guarded(Target target) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            if (send(client, target, "PUT", "teams/bench", TERMS).statusCode() == 404) {
                return target;
            }
            var answer = send(
                    client, target, "POST", "keys", "{\"name\":\"bench\",\"team\":\"bench\"," + TERMS.substring(1));
            var key = KEY.matcher(answer.body());
            if (!key.find()) {
                throw new IOException("no key was made: " + answer.statusCode() + " " + answer.body());
            }
            return target.with(key.group(1));
        }
    }

    private static HttpResponse<String> send(HttpClient client, Target target, String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(
                                "http://127.0.0.1:" + target.address().getPort() + "/admin/" + path))
                        .header("Authorization", "Bearer " + ADMIN_KEY)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
