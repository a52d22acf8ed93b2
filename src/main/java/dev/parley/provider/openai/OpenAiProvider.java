package dev.parley.provider.openai;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Prompt;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import dev.parley.provider.DeltaStream;
import dev.parley.provider.Provider;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.RestClients;
import dev.parley.provider.Upstream;
import dev.parley.provider.UpstreamFailures;
import java.util.List;

/** One Chat Completions endpoint. */
final class OpenAiProvider implements Provider {

    private final ProviderSettings settings;
    private final OpenAiApi api;
    private final OpenAiRequest request;
    private final UpstreamFailures failures;
    private final Upstream upstream;
    private final String authorization;

    OpenAiProvider(ProviderSettings settings, OpenAiApi api) {
        this.settings = settings;
        this.api = api;
        this.request = new OpenAiRequest(settings);
        this.failures = new UpstreamFailures(settings.name());
        this.upstream = new Upstream(failures);
        this.authorization = settings.apiKey() == null ? null : "Bearer " + settings.apiKey();
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
        var body = request.json(model, prompt, stream);
        return upstream.open(model, () -> api.chat(authorization, body), new OpenAiAnswer(model, failures), stream);
    }

    @Override
    public Embeddings embed(String model, EmbeddingRequest request) {
        return new OpenAiEmbeddings(name() + "/" + model, failures)
                .of(
                        request,
                        batch -> upstream.answer(
                                model,
                                () -> api.embeddings(authorization, OpenAiEmbeddings.json(model, request, batch))));
    }

    @Override
    public Ranking rerank(String model, RerankRequest request) {
        if (!settings.reranks()) {
            return Provider.super.rerank(model, request);
        }
        var body = OpenAiRanking.json(model, request);
        return new OpenAiRanking(name() + "/" + model, request, failures)
                .read(upstream.answer(model, () -> api.rerank(authorization, body)));
    }

    @Override
    public void close() {
        RestClients.close(api);
    }
}
