package dev.parley.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Lets every bean {@code @Inject Settings}, read from MicroProfile Config: system properties, environment, server.xml, our defaults. */
@ApplicationScoped
class SettingsProducer {

    @Inject
    Config config;

    @Produces
    @Singleton
    Settings settings() {
        return new Settings(key -> config.getOptionalValue(key, String.class));
    }
}
