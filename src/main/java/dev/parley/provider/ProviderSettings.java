package dev.parley.provider;

import dev.parley.platform.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One entry of {@code parley.providers}.
 *
 * @param name the configured name
 * @param type {@code openai}, {@code anthropic} or {@code offline}
 * @param baseUrl null for a provider without an endpoint
 * @param apiKey null when the endpoint wants none
 * @param models the model names it offers; {@code *} stands for any
 * @param maxConcurrent calls in flight at most; also the size of the connection pool
 * @param maxQueued callers that may wait for one of them
 * @param connectTimeout for a new connection
 * @param reranks whether it has {@code /rerank}; otherwise the likeness of its vectors ranks
 * @param streamUsage whether a stream is asked to report its usage, which a few servers do not understand
 */
public record ProviderSettings(
        String name,
        String type,
        URI baseUrl,
        String apiKey,
        List<String> models,
        int maxConcurrent,
        int maxQueued,
        Duration connectTimeout,
        boolean streamUsage,
        boolean reranks) {

    private static final Map<String, String> KNOWN_BASE_URLS =
            Map.of("openai", "https://api.openai.com/v1", "anthropic", "https://api.anthropic.com");

    static ProviderSettings read(String name, Settings settings) {
        var prefix = "parley.providers." + name + ".";
        var type = settings.text(prefix + "type", name);
        var baseUrl = baseUrl(prefix + "base-url", name, type, settings);
        return new ProviderSettings(
                name,
                type,
                baseUrl,
                settings.text(prefix + "api-key")
                        .or(() -> name.equals(type) ? settings.text(variable(type, "API_KEY")) : Optional.empty())
                        .orElse(null),
                settings.list(prefix + "models", "*"),
                settings.integer(prefix + "max-concurrent", 2_500, 1, 100_000),
                settings.integer(prefix + "max-queued", 1_000, 0, 100_000),
                settings.duration(prefix + "connect-timeout", "5s"),
                settings.flag(prefix + "stream-usage", true),
                settings.flag(prefix + "reranks", !isOpenAi(baseUrl)));
    }

    /** The well-known variables speak only for the provider that bears the type's own name: no key goes to another endpoint. */
    private static URI baseUrl(String key, String name, String type, Settings settings) {
        var known = KNOWN_BASE_URLS.get(type);
        if (known == null) {
            return null;
        }
        if (name.equals(type)) {
            return settings.httpUri(key, settings.text(variable(type, "BASE_URL"), known));
        }
        if (settings.text(key).isEmpty()) {
            throw Settings.missing(key, "the provider " + name + " of type " + type + " needs its address.");
        }
        return settings.httpUri(key, "");
    }

    /** OpenAI itself has no reranker, unlike most of its imitators. */
    private static boolean isOpenAi(URI baseUrl) {
        return baseUrl != null && "api.openai.com".equals(baseUrl.getHost());
    }

    private static String variable(String type, String rest) {
        return type.toUpperCase(Locale.ROOT) + "_" + rest;
    }

    /** Never shows the key. */
    @Override
    public String toString() {
        return name + " (" + type + (baseUrl == null ? "" : " at " + baseUrl) + ")";
    }
}
