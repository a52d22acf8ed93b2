package dev.parley.governance.limit;

import dev.parley.governance.Rates;
import dev.parley.platform.Settings;
import java.util.List;

/**
 * A limit that all callers of a model share.
 *
 * @param model {@code provider/model}, or {@code provider/*} for all models that begin so, together
 */
record ModelLimit(Subject subject, String model, Rates rates) {

    /** Those that {@code parley.limits.models} names. */
    static List<ModelLimit> read(Settings settings) {
        return settings.list("parley.limits.models", "").stream()
                .map(name -> read(name, settings))
                .toList();
    }

    private static ModelLimit read(String name, Settings settings) {
        var key = "parley.limits.models." + name;
        var model = settings.text(key + ".model")
                .orElseThrow(() -> Settings.missing(
                        key + ".model", "the limit " + name + " needs the model it holds for, as provider/model."));
        if (model.indexOf('/') < 1) {
            throw Settings.bad(key + ".model", model, "provider/model or provider/*");
        }
        var rates = LimitSettings.rates(key, settings);
        if (rates.equals(Rates.UNLIMITED)) {
            throw Settings.missing(
                    key + ".requests-per-minute",
                    "the limit " + name + " limits nothing; set this, tokens-per-minute or concurrent-runs.");
        }
        return new ModelLimit(new Subject(Subject.Scope.MODEL, name), model, rates);
    }

    boolean covers(String asked) {
        return model.endsWith("*") ? asked.startsWith(model.substring(0, model.length() - 1)) : model.equals(asked);
    }
}
