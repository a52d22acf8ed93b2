package dev.parley.provider.offline;

import dev.parley.platform.Settings;
import dev.parley.provider.Provider;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.ProviderType;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What is there without any key: scripts for demonstrations, tests and load runs, and a model that makes vectors. */
@ApplicationScoped
public class OfflineType implements ProviderType {

    private Inference inference;

    @Inject
    Settings settings;

    /** One that was not made by the container. */
    public static OfflineType of(Settings settings) {
        var type = new OfflineType();
        type.settings = settings;
        type.configure();
        return type;
    }

    @PostConstruct
    void configure() {
        int cores = Runtime.getRuntime().availableProcessors();
        inference = new Inference(
                settings.integer("parley.embedding.threads", Math.max(1, cores - 1), 1, 64), SentenceLibrary::load);
        if (settings.flag("parley.embedding.preload", false)) {
            inference.load();
        }
    }

    @PreDestroy
    void close() {
        inference.close();
    }

    @Override
    public String type() {
        return "offline";
    }

    @Override
    public Provider create(ProviderSettings settings) {
        return new OfflineProvider(settings.name(), Thread::sleep, inference);
    }
}
