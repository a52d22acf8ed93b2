package dev.parley.observability;

import dev.parley.platform.Settings;
import java.util.List;
import java.util.Map;

/** Meters of a test's own, which keep what they were told. */
public final class QuietMeters {

    private final FakeRegistry registry = new FakeRegistry();
    private final Meters meters = new Meters();

    public QuietMeters() {
        meters.registry = registry.registry();
        meters.settings = Settings.of(Map.of());
        meters.configure();
    }

    public Meters meters() {
        return meters;
    }

    public WebhookMeters webhooks() {
        var webhooks = new WebhookMeters();
        webhooks.registry = registry.registry();
        webhooks.configure();
        return webhooks;
    }

    /** What was recorded under names that begin so, in order. */
    public synchronized List<String> recorded(String prefix) {
        return List.copyOf(registry.recorded).stream()
                .filter(line -> line.startsWith(prefix))
                .toList();
    }
}
