package dev.parley.provider;

import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Puts the pieces around a provider together for tests. */
public final class House {

    public static final Prompt HELLO = Prompt.of("m", List.of(Message.of(Role.USER, "hello")), Sampling.DEFAULT);

    private House() {}

    static ProviderSettings settings(String name, int maxConcurrent, int maxQueued) {
        return ProviderSettings.read(
                name,
                Settings.of(Map.of(
                        "parley.providers." + name + ".type", "offline",
                        "parley.providers." + name + ".max-concurrent", "" + maxConcurrent,
                        "parley.providers." + name + ".max-queued", "" + maxQueued)));
    }

    static Endpoint endpoint(Provider provider) {
        return endpoint(provider, settings(provider.name(), 10, 10));
    }

    static Endpoint endpoint(Provider provider, ProviderSettings settings) {
        var breaker = CircuitBreaker.of(
                provider.name(),
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(4)
                        .minimumNumberOfCalls(4)
                        .waitDurationInOpenState(Duration.ofHours(1))
                        .build());
        return new Endpoint(provider, settings, new Gate(settings), breaker);
    }

    static Route route(Endpoint... endpoints) {
        return new Route(Arrays.stream(endpoints)
                .map(endpoint -> new Route.Candidate(endpoint, "m"))
                .toList());
    }

    /** An open call of {@code provider}, for tests of those who read it. */
    public static Call call(Provider provider, dev.parley.platform.Deadline deadline, dev.parley.platform.Watch watch) {
        var call = new Call(
                route(endpoint(provider)).first(),
                deadline,
                watch,
                Ticker.SYSTEM,
                new Call.Patience(Duration.ofSeconds(30), Duration.ofSeconds(30)));
        call.open(HELLO, true, new GuardedCalls());
        return call;
    }
}
