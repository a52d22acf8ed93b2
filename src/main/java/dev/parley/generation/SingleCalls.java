package dev.parley.generation;

import dev.parley.governance.Admission;
import dev.parley.governance.Claim;
import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.Embeddings;
import dev.parley.llm.RerankRequest;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.provider.Providers;
import dev.parley.provider.Route;
import dev.parley.token.TokenCounter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls that are answered in one piece and need no run: vectors, rankings. Each is admitted, made and written down. */
@ApplicationScoped
class SingleCalls {

    private Duration embeddingTimeout;
    private Duration rerankTimeout;

    @Inject
    Settings settings;

    @Inject
    EmbeddingAnswers embeddingAnswers;

    @Inject
    RerankAnswers rerankAnswers;

    @Inject
    Providers providers;

    @Inject
    Admission admission;

    @Inject
    Accounts accounts;

    @PostConstruct
    void configure() {
        embeddingTimeout = settings.duration("parley.embedding.timeout", "5s");
        rerankTimeout = settings.duration("parley.rerank.timeout", "10s");
    }

    private static Claim claim(EmbeddingRequest wanted, Requester by, Route route) {
        return claim("emb", "embeddings", TokenCounter.o200k().count(wanted), by, route);
    }

    private static Claim claim(RerankRequest wanted, Requester by, Route route) {
        return claim("rrk", "rerank", TokenCounter.o200k().count(wanted), by, route);
    }

    private static Claim claim(String prefix, String operation, int input, Requester by, Route route) {
        return new Claim(Ids.next(prefix), by.context().id(), operation, route.qualifiedNames(), input, 0);
    }

    /** What {@link #embed} would do. */
    Verdict assess(EmbeddingRequest wanted, Requester by, Route route) {
        return assess(claim(wanted, by, route), by);
    }

    /** What {@link #rerank} would do. */
    Verdict assess(RerankRequest wanted, Requester by, Route route) {
        return assess(claim(wanted, by, route), by);
    }

    private Verdict assess(Claim claim, Requester by) {
        return Verdict.of(claim, 1, admission.assess(by.caller(), claim, 1), by.context());
    }

    Embeddings embed(EmbeddingRequest wanted, Requester by, Route route) {
        return embeddingAnswers.answer(wanted, by, route.first().qualifiedName(), missing -> paid(missing, by, route));
    }

    private Embeddings paid(EmbeddingRequest wanted, Requester by, Route route) {
        return pay(
                by,
                claim(wanted, by, route),
                () -> providers.embed(route, wanted, Deadline.after(embeddingTimeout, Ticker.SYSTEM)),
                made -> new Cost(made.model(), made.usage()));
    }

    /** @param timeout the caller's own, null for none */
    Ranked rerank(RerankRequest wanted, Requester by, Duration timeout, Route route) {
        var time = timeout != null && timeout.compareTo(rerankTimeout) < 0 ? timeout : rerankTimeout;
        return rerankAnswers.answer(by, () -> paid(wanted, by, time, route));
    }

    private Ranked paid(RerankRequest wanted, Requester by, Duration time, Route route) {
        var claim = claim(wanted, by, route);
        var deadline = Deadline.after(time, Ticker.SYSTEM);
        return pay(
                by,
                claim,
                () -> new Ranked(claim.id(), providers.rerank(route, wanted, deadline)),
                RerankAnswers::cost);
    }

    /**
     * @param model {@code provider/model} that answered
     * @param usage what it cost
     */
    record Cost(String model, Usage usage) {}

    /**
     * Has {@code ask} paid. Blocks.
     *
     * @throws ApiException when it is refused, or the failure of {@code ask}
     */
    private <T> T pay(Requester by, Claim claim, Supplier<T> ask, Function<T, Cost> cost) {
        var permit = admission.admit(by.caller(), claim, by.context());
        long begun = Ticker.SYSTEM.nanos();
        try {
            var answer = ask.get();
            var paid = cost.apply(answer);
            accounts.close(by.context(), claim.operation(), paid.model(), paid.usage(), since(begun), permit);
            return answer;
        } catch (ApiException failure) {
            accounts.close(claim.operation(), claim.models().getFirst(), failure, since(begun), permit);
            throw failure;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - begun);
    }
}
