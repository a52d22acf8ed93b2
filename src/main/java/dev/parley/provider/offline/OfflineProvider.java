package dev.parley.provider.offline;

import dev.parley.llm.Prompt;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.DeltaStream;
import dev.parley.provider.Provider;
import java.util.List;
import java.util.Map;

/** Needs no key and no network, and never pretends to be a model: the name of the model selects what is played. */
final class OfflineProvider implements Provider {

    private final String name;
    private final Map<String, Script> scripts;

    OfflineProvider(String name, Pause pause) {
        this.name = name;
        this.scripts = new Scripts(name, pause).byModel();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> models() {
        return List.copyOf(scripts.keySet());
    }

    @Override
    public DeltaStream open(String model, Prompt prompt, boolean stream) {
        var script = scripts.get(model);
        if (script == null) {
            throw new ApiException(
                    ErrorCode.MODEL_NOT_FOUND,
                    "The provider " + name + " has no model '" + model + "'; it has " + String.join(", ", models())
                            + ".");
        }
        return script.play(prompt);
    }
}
