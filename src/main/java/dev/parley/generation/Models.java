package dev.parley.generation;

import dev.parley.governance.Caller;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.Providers;
import dev.parley.provider.Route;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;

/** The models that may be asked for, and who may. */
@ApplicationScoped
public class Models {

    @Inject
    Providers providers;

    /** Every model that {@code caller} may name, aliases first, the default one among them. */
    public List<String> of(Caller caller) {
        var named = providers.models().stream().filter(model -> !model.endsWith("/*"));
        return Stream.concat(named, Stream.of(qualifiedName(null)))
                .distinct()
                .filter(model -> caller.mayAsk(model, providers.route(model).qualifiedNames()))
                .toList();
    }

    /**
     * {@code provider/model} that is asked first for {@code model}.
     *
     * @param model null for the default one
     * @throws ApiException {@code MODEL_NOT_FOUND}
     */
    public String qualifiedName(String model) {
        return providers.route(model).first().qualifiedName();
    }

    /** @throws ApiException {@code MODEL_NOT_FOUND}, {@code MODEL_NOT_ALLOWED}: {@link Generation#start} would refuse it */
    public void demand(String model, Caller caller) {
        allowed(model, caller);
    }

    /**
     * Whom to ask for {@code model}.
     *
     * @throws ApiException as {@link #demand}
     */
    Route allowed(String model, Caller caller) {
        var route = providers.route(model);
        if (!caller.mayAsk(model, route.qualifiedNames())) {
            throw new ApiException(
                    ErrorCode.MODEL_NOT_ALLOWED,
                    "This key may not ask for the model '%s'; it may ask for %s."
                            .formatted(
                                    model == null ? route.first().qualifiedName() : model,
                                    String.join(", ", caller.models())));
        }
        return route;
    }
}
