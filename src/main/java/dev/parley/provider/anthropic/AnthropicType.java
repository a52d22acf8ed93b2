package dev.parley.provider.anthropic;

import dev.parley.provider.Provider;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.ProviderType;
import dev.parley.provider.RestClients;
import jakarta.enterprise.context.ApplicationScoped;

/** Anthropic's Messages API. */
@ApplicationScoped
public class AnthropicType implements ProviderType {

    @Override
    public String type() {
        return "anthropic";
    }

    @Override
    public Provider create(ProviderSettings settings) {
        return new AnthropicProvider(settings, RestClients.of(AnthropicApi.class, settings));
    }
}
