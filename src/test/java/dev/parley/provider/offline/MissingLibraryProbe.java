package dev.parley.provider.offline;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.provider.ProviderSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Asks the offline provider for its models and for a vector, wherever it is loaded. */
public final class MissingLibraryProbe implements Supplier<String> {

    @Override
    public String get() {
        var settings = new ProviderSettings(
                "offline", "offline", null, null, List.of(), 1, 1, Duration.ofSeconds(1), true, false);
        var provider = OfflineType.of(Settings.of(Map.of())).create(settings);
        var models = String.join(", ", provider.models());
        try {
            provider.embed(
                    "all-minilm-l6-v2",
                    new EmbeddingRequest(null, List.of(new EmbeddingRequest.Input.Text("a")), null));
            return "it is there";
        } catch (ApiException missing) {
            return models + ": " + missing.code() + ": " + missing.detail();
        }
    }
}
