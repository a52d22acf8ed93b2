package dev.parley.provider.anthropic;

import dev.parley.llm.Prompt;
import dev.parley.provider.DeltaStream;
import dev.parley.provider.Provider;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.RestClients;
import dev.parley.provider.Upstream;
import dev.parley.provider.UpstreamFailures;
import java.util.List;

/** One Messages endpoint. */
final class AnthropicProvider implements Provider {

    private static final String VERSION = "2023-06-01";

    private final ProviderSettings settings;
    private final AnthropicApi api;
    private final UpstreamFailures failures;
    private final Upstream upstream;

    AnthropicProvider(ProviderSettings settings, AnthropicApi api) {
        this.settings = settings;
        this.api = api;
        this.failures = new UpstreamFailures(settings.name());
        this.upstream = new Upstream(failures);
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public List<String> models() {
        return settings.models();
    }

    @Override
    public DeltaStream open(String model, Prompt prompt, boolean stream) {
        var body = AnthropicRequest.json(model, prompt, stream);
        return upstream.open(
                model,
                () -> api.messages(settings.apiKey(), VERSION, body),
                new AnthropicAnswer(model, failures),
                stream);
    }

    @Override
    public void close() {
        RestClients.close(api);
    }
}
