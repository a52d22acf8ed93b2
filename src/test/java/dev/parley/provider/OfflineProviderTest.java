package dev.parley.provider;

import dev.parley.platform.Settings;
import dev.parley.provider.offline.OfflineType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class OfflineProviderTest extends ProviderContract {

    private final Provider provider = OfflineType.of(Settings.of(Map.of()))
            .create(new ProviderSettings(
                    "offline", "offline", null, null, List.of("*"), 1, 0, Duration.ofSeconds(1), true, true));

    @Override
    Provider provider() {
        return provider;
    }

    @Override
    String model(String behaviour) {
        return switch (behaviour) {
            case "answer", "stream" -> "echo";
            case "tool" -> "tool";
            case "empty" -> "empty";
            case "rate-limited-seconds" -> "error-429";
            case "fails-once" -> "flaky";
            case "reset-after" -> "broken-stream";
            case "hang" -> "hang";
            default -> null;
        };
    }
}
