package dev.parley.embedding;

import dev.parley.generation.Requester;
import dev.parley.http.Late;
import dev.parley.http.RequestTimeout;
import dev.parley.observability.LogContext;
import dev.parley.platform.Settings;
import dev.parley.platform.VirtualThreads;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.AsyncResponse;

/** Answers {@code /rerank}, under either of its paths. The model is waited for on a virtual thread. */
@ApplicationScoped
class RerankDoor {

    private int mostDocuments;

    @Inject
    Settings settings;

    @Inject
    Reranker reranker;

    @Inject
    VirtualThreads threads;

    @PostConstruct
    void configure() {
        mostDocuments = settings.integer("parley.rerank.max-documents", 1_000, 1, 100_000);
    }

    void answer(RerankWire.Request body, Long timeout, AsyncResponse response, HttpServletRequest request) {
        var documents = RerankDocuments.read(body.documents(), mostDocuments);
        var by = Requester.of(request);
        if (by.dryRun()) {
            response.resume(reranker.assess(body.model(), body.query(), documents, body.most(), by));
            return;
        }
        var time = RequestTimeout.of(timeout);
        Late.answer(threads, response, () -> {
            try (var log = LogContext.of(by.context())) {
                var ranked = reranker.rank(body.model(), body.query(), documents, body.most(), by, time);
                return RerankWire.Answer.of(ranked, body.returnsDocuments() ? documents : null);
            }
        });
    }
}
