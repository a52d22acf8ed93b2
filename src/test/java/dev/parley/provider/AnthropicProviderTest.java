package dev.parley.provider;

import dev.parley.provider.anthropic.AnthropicType;
import dev.parley.upstream.ScriptedUpstream;
import java.net.URI;

class AnthropicProviderTest extends ConnectionContract {

    @Override
    ProviderType type() {
        return new AnthropicType();
    }

    @Override
    URI baseUrl(ScriptedUpstream upstream) {
        return upstream.url();
    }
}
