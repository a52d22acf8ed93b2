package dev.parley.observability;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether new work should come here: not while draining, and not when of several things that could do it none is usable. One broken
 * provider of two does not take the server out of the load balancer: requests for the other one are served.
 */
@Readiness
@ApplicationScoped
public class ReadyCheck implements HealthCheck {

    @Inject
    Drain drain;

    @Inject
    @Any
    Instance<ReadinessSource> sources;

    @Override
    public HealthCheckResponse call() {
        var details =
                sources.stream().flatMap(source -> source.readiness().stream()).toList();
        var response = HealthCheckResponse.named("parley").withData("draining", drain.isDraining());
        details.forEach(detail -> response.withData(detail.name(), detail.state()));
        return response.status(!drain.isDraining() && anyUsable(details)).build();
    }

    private static boolean anyUsable(List<ReadinessSource.Detail> details) {
        return details.isEmpty() || details.stream().anyMatch(ReadinessSource.Detail::usable);
    }
}
