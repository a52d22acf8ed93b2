package dev.parley.provider;

import dev.parley.observability.ReadinessSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Shows the state of every endpoint's breaker. */
@ApplicationScoped
public class ProviderReadiness implements ReadinessSource {

    @Inject
    Providers providers;

    @Override
    public List<Detail> readiness() {
        return providers.readiness();
    }
}
