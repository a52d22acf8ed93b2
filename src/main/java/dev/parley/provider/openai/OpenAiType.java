package dev.parley.provider.openai;

import dev.parley.provider.Provider;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.ProviderType;
import dev.parley.provider.RestClients;
import jakarta.enterprise.context.ApplicationScoped;

/** Any server that speaks Chat Completions: OpenAI, vLLM, TGI, Ollama and the like, told apart by their base URL. */
@ApplicationScoped
public class OpenAiType implements ProviderType {

    @Override
    public String type() {
        return "openai";
    }

    @Override
    public Provider create(ProviderSettings settings) {
        return new OpenAiProvider(settings, RestClients.of(OpenAiApi.class, settings));
    }
}
