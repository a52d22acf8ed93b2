package dev.parley.observability;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.metrics.Counter;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.eclipse.microprofile.metrics.Timer;

/** What {@code /metrics} tells of webhooks. */
@ApplicationScoped
public class WebhookMeters {

    private record Labels(String name, String source, String result) {}

    private final Map<Labels, Counter> counters = new ConcurrentHashMap<>();
    private Timer delivered;
    private Timer failed;
    private Counter givenUp;

    @Inject
    MetricRegistry registry;

    @PostConstruct
    void configure() {
        delivered = attempts("delivered");
        failed = attempts("failed");
        givenUp = counter("parley.webhooks.dead", "Deliveries given up", "direction", "out");
    }

    private Timer attempts(String result) {
        return registry.timer(
                described("parley.webhook.attempts", "Attempts to send a delivery"), new Tag("result", result));
    }

    /** A delivery was sent, and its receiver took it or not. */
    public void sent(boolean success, Duration taken) {
        (success ? delivered : failed).update(taken);
    }

    /** A delivery that was to be sent is dead. */
    public void sendingGivenUp() {
        givenUp.inc();
    }

    /**
     * Something came in.
     *
     * @param source a configured one, or {@code unknown}
     * @param result {@code accepted}, {@code duplicate} or {@code refused}
     */
    public void received(String source, String result) {
        of("parley.webhooks.received", "Deliveries that came in", source, result)
                .inc();
    }

    /**
     * What came in was worked off, or is dead.
     *
     * @param result {@code done}, {@code failed} (and is tried again) or {@code dead}
     */
    public void worked(String source, String result) {
        of("parley.webhooks.worked", "Attempts to work off what came in", source, result)
                .inc();
    }

    private Counter of(String name, String description, String source, String result) {
        return counters.computeIfAbsent(
                new Labels(name, source, result),
                labels -> registry.counter(
                        described(name, description), new Tag("source", source), new Tag("result", result)));
    }

    private Counter counter(String name, String description, String label, String value) {
        return registry.counter(described(name, description), new Tag(label, value));
    }

    private static Metadata described(String name, String description) {
        return Metadata.builder().withName(name).withDescription(description).build();
    }
}
