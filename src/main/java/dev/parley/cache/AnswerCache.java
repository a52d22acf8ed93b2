package dev.parley.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.llm.FinishReason;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;

/** Whole answers by their questions, bounded in number, in bytes and in time. May be used from any thread. */
@ApplicationScoped
public class AnswerCache {

    private Ticker ticker;
    private boolean shared;
    private Cache<String, Answer> answers;

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        configure(settings, Ticker.SYSTEM);
    }

    void configure(Settings settings, Ticker ticker) {
        this.ticker = ticker;
        shared = isShared(settings);
        long entries = settings.number("parley.cache.max-entries", 10_000, 1, 10_000_000);
        long bytes = settings.number("parley.cache.max-bytes", 67_108_864, 1_024, 1L << 36);
        // the bound of the number is kept by weight too: an entry weighs at least its share of the bytes
        long share = Math.ceilDiv(bytes, entries);
        answers = Caffeine.newBuilder()
                .ticker(ticker::nanos)
                .expireAfterWrite(settings.duration("parley.cache.ttl", "5m"))
                .maximumWeight(bytes)
                .<String, Answer>weigher(
                        (key, answer) -> (int) Math.min(Integer.MAX_VALUE, Math.max(share, answer.bytes())))
                .executor(Runnable::run)
                .build();
    }

    /** An answer to exactly this question that {@code policy} allows. */
    public Optional<Answer> find(Question question, CachePolicy policy) {
        return Optional.ofNullable(answers.getIfPresent(question.key(shared)))
                .filter(answer -> policy.allows(age(answer)));
    }

    /**
     * What equal questions have in common while they are being answered. Whether tokens are wanted as they come matters then, how long
     * to wait, and whose key pays: revoking it ends the run.
     *
     * @param timeout the request's own, null when it has none
     */
    public String flight(Question question, String caller, Duration timeout) {
        return new Fingerprint()
                .add(question.key(false))
                .add(question.stream())
                .add(caller)
                .add(timeout == null ? null : timeout.toMillis())
                .hex();
    }

    /** Keeps what {@code run} has answered when it is whole: what was cut, stopped or broken is worth another try. */
    public void keep(Question question, Run run, Outcome outcome) {
        if (outcome instanceof Outcome.Completed completed && isWhole(completed.reason())) {
            answers.put(question.key(shared), Answer.of(run, completed, ticker.nanos()));
        }
    }

    private Duration age(Answer answer) {
        return Duration.ofNanos(ticker.nanos() - answer.keptAt());
    }

    private static boolean isWhole(FinishReason reason) {
        return reason == FinishReason.STOP || reason == FinishReason.TOOL_CALLS;
    }

    static boolean isShared(Settings settings) {
        var scope = settings.text("parley.cache.scope", "key");
        return switch (scope) {
            case "key" -> false;
            case "shared" -> true;
            default -> throw Settings.bad("parley.cache.scope", scope, "key or shared");
        };
    }
}
