package dev.parley.provider;

import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows where every model name leads. A name is tried as an alias, as {@code provider/model}, as a model that a provider lists, and at
 * last goes unchanged to the default provider.
 */
final class Routes {

    /** What a first user gets who names no model, by the type of the default provider. */
    private static final Map<String, String> DEFAULT_MODELS =
            Map.of("openai", "gpt-4o-mini", "anthropic", "claude-haiku-4-5", "offline", "plain");

    private final Map<String, Endpoint> endpoints;
    private final Map<String, Route> aliases = new LinkedHashMap<>();
    private final Endpoint defaultEndpoint;
    private final String defaultModel;

    private Routes(Map<String, Endpoint> endpoints, Endpoint defaultEndpoint, String defaultModel) {
        this.endpoints = endpoints;
        this.defaultEndpoint = defaultEndpoint;
        this.defaultModel = defaultModel;
    }

    static Routes read(Map<String, Endpoint> endpoints, Settings settings) {
        var name = settings.text(
                "parley.default-provider", endpoints.keySet().iterator().next());
        var endpoint = endpoints.get(name);
        if (endpoint == null) {
            throw Settings.bad("parley.default-provider", name, "one of " + endpoints.keySet());
        }
        var model = settings.text("parley.default-model")
                .orElse(name + "/" + DEFAULT_MODELS.get(endpoint.settings().type()));
        var routes = new Routes(endpoints, endpoint, model);
        for (var alias : settings.list("parley.aliases", "")) {
            routes.aliases.put(alias, routes.alias(alias, settings));
        }
        if (routes.find(model).isEmpty()) {
            throw Settings.bad("parley.default-model", model, "one of " + routes.known());
        }
        return routes;
    }

    private Route alias(String alias, Settings settings) {
        var key = "parley.aliases." + alias;
        var candidates = new ArrayList<Route.Candidate>();
        for (var model : settings.list(key, "")) {
            candidates.add(find(model)
                    .orElseThrow(() -> Settings.bad(key, model, "models of the providers, one of " + known()))
                    .first());
        }
        if (candidates.isEmpty()) {
            throw Settings.missing(key, "the alias " + alias + " needs the model it stands for and its fallbacks.");
        }
        return new Route(List.copyOf(candidates));
    }

    String defaultModel() {
        return defaultModel;
    }

    Route route(String model) {
        return find(model == null ? defaultModel : model)
                .orElseThrow(() -> new ApiException(
                        ErrorCode.MODEL_NOT_FOUND,
                        "There is no model '%s'; known are %s."
                                .formatted(shortened(model), String.join(", ", known()))));
    }

    private Optional<Route> find(String model) {
        var alias = aliases.get(model);
        if (alias != null) {
            return Optional.of(alias);
        }
        var slash = model.indexOf('/');
        var named = slash < 0 ? null : endpoints.get(model.substring(0, slash));
        if (named != null) {
            return to(named, model.substring(slash + 1));
        }
        return endpoints.values().stream()
                .filter(endpoint -> endpoint.provider().models().contains(model))
                .findFirst()
                .or(() -> Optional.of(defaultEndpoint))
                .flatMap(endpoint -> to(endpoint, model));
    }

    private static Optional<Route> to(Endpoint endpoint, String model) {
        return !model.isBlank() && endpoint.provider().offers(model)
                ? Optional.of(new Route(List.of(new Route.Candidate(endpoint, model))))
                : Optional.empty();
    }

    List<String> known() {
        var names = new ArrayList<>(aliases.keySet());
        for (var endpoint : endpoints.values()) {
            endpoint.provider().models().forEach(model -> names.add(endpoint.name() + "/" + model));
        }
        return names;
    }

    private static String shortened(String model) {
        return model.length() <= 100 ? model : model.substring(0, 100) + "…";
    }
}
