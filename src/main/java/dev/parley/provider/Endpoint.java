package dev.parley.provider;

import dev.parley.observability.ReadinessSource;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One provider with what guards it: its gate and its breaker, shared with no other endpoint. */
record Endpoint(Provider provider, ProviderSettings settings, Gate gate, CircuitBreaker breaker) {

    String name() {
        return settings.name();
    }

    /** Refuses at once while the breaker is open. */
    void admit() {
        if (!breaker.tryAcquirePermission()) {
            throw new ApiException(
                    ErrorCode.PROVIDER_UNAVAILABLE,
                    "The provider %s failed too often and rests; try again later or name another model."
                            .formatted(name()),
                    Duration.ofMillis(breaker.getCircuitBreakerConfig()
                            .getWaitIntervalFunctionInOpenState()
                            .apply(1)));
        }
    }

    void succeeded(long nanos) {
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts a failure against the endpoint if it is the endpoint's: a refused request or a rate limit says it is alive. */
    void failed(long nanos, ApiException failure) {
        switch (failure.code()) {
            case PROVIDER_ERROR, PROVIDER_UNREACHABLE, PROVIDER_BROKEN_RESPONSE, PROVIDER_TIMEOUT ->
                breaker.onError(nanos, TimeUnit.NANOSECONDS, failure);
            default -> breaker.releasePermission();
        }
    }

    /** The call ended for a reason that says nothing about the endpoint. */
    void abandoned() {
        breaker.releasePermission();
    }

    ReadinessSource.Detail readiness() {
        var state = breaker.getState();
        return new ReadinessSource.Detail(
                "provider." + name(),
                state != CircuitBreaker.State.OPEN,
                state.name().toLowerCase(Locale.ROOT));
    }
}
