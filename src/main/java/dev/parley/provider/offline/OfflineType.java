package dev.parley.provider.offline;

import dev.parley.provider.Provider;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.ProviderType;
import jakarta.enterprise.context.ApplicationScoped;

/** What is there without any key: scripts for demonstrations, tests and load runs. */
@ApplicationScoped
public class OfflineType implements ProviderType {

    @Override
    public String type() {
        return "offline";
    }

    @Override
    public Provider create(ProviderSettings settings) {
        return new OfflineProvider(settings.name(), Thread::sleep);
    }
}
