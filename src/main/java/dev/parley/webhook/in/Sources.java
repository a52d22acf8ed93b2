package dev.parley.webhook.in;

import dev.parley.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The sources that the configuration names. What is set wrong stops the start. */
@ApplicationScoped
class Sources {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
    private static final int SHORTEST_SECRET = 16;
    private static final int MOST_TOKENS = 1_000_000;

    private final Map<String, Source> sources = new HashMap<>();
    private final Source nobody =
            new Source("nobody", Scheme.STANDARD, List.of(random()), null, List.of(), null, null, null);

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        for (var name : settings.list("parley.webhooks", "")) {
            if (!NAME.matcher(name).matches()) {
                throw Settings.bad("parley.webhooks", name, "names of lower-case letters, digits and hyphens");
            }
            sources.put(name, read(name));
        }
    }

    void onStart(@Observes Startup start) {
        // made, and with it checked
    }

    Optional<Source> find(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    /** One whose secret nobody knows: for names that there are not, so that they are refused after the same work. */
    Source nobody() {
        return nobody;
    }

    private static byte[] random() {
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    private Source read(String name) {
        var prefix = "parley.webhooks." + name + ".";
        var scheme = scheme(prefix + "scheme");
        var prompt = settings.text(prefix + "prompt")
                .orElseThrow(
                        () -> Settings.missing(prefix + "prompt", "it says what a model is to do with a delivery."));
        return new Source(
                name,
                scheme,
                keys(scheme, prefix + "secret"),
                template(prefix + "prompt", prompt),
                settings.list(prefix + "agent", ""),
                settings.text(prefix + "model").orElse(null),
                tokens(prefix + "max-tokens"),
                account(prefix));
    }

    private Scheme scheme(String key) {
        var value = settings.text(key, "standard");
        for (var scheme : Scheme.values()) {
            if (scheme.name().toLowerCase(Locale.ROOT).equals(value)) {
                return scheme;
            }
        }
        throw Settings.bad(key, value, "standard, github, stripe or token");
    }

    /** The value itself is never told. */
    private List<byte[]> keys(Scheme scheme, String key) {
        var secrets = settings.list(key, "");
        if (secrets.isEmpty()) {
            throw Settings.missing(key, "without it nobody could tell whose a delivery is.");
        }
        return secrets.stream().map(secret -> key(scheme, secret, key)).toList();
    }

    private static byte[] key(Scheme scheme, String secret, String setting) {
        try {
            if (secret.length() >= SHORTEST_SECRET) {
                return scheme.key(secret);
            }
        } catch (IllegalArgumentException noKey) {
            // told below
        }
        throw new IllegalStateException("The setting " + setting
                + " must be secrets with commas between: whsec_ and base64 of 24 to 64 bytes for the scheme standard, at least"
                + " 16 characters for the others.");
    }

    private static Template template(String key, String prompt) {
        try {
            return Template.of(prompt);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalStateException("The setting " + key + " " + wrong.getMessage() + ".", wrong);
        }
    }

    private Integer tokens(String key) {
        return settings.text(key).isEmpty() ? null : settings.integer(key, 1, 1, MOST_TOKENS);
    }

    private Source.Account account(String prefix) {
        var key = settings.text(prefix + "key").orElse(null);
        var team = settings.text(prefix + "team").orElse(null);
        if (key == null && team == null && settings.text("parley.auth", "keys").equals("keys")) {
            throw Settings.missing(prefix + "key", "the id of the key (or " + prefix + "team) that pays for it.");
        }
        return new Source.Account(key, team);
    }
}
