package dev.parley.provider;

import dev.parley.provider.openai.OpenAiType;
import dev.parley.upstream.ScriptedUpstream;
import java.net.URI;

class OpenAiProviderTest extends ConnectionContract {

    @Override
    ProviderType type() {
        return new OpenAiType();
    }

    @Override
    URI baseUrl(ScriptedUpstream upstream) {
        return upstream.openAiUrl();
    }
}
