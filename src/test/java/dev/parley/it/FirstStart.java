package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.governance.key.Issuer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jose4j.lang.JoseException;

/** A server that starts with an empty database: its first key, tokens of an issuer, and how it refuses to be open to everybody. */
final class FirstStart {

    private static final Pattern KEY = Pattern.compile("parley_[0-9a-z]{24}_[0-9a-f]{72}");

    private FirstStart() {}

    /** Settings without an admin key, and with an issuer of tokens. May be changed. */
    static Map<String, String> environment(Issuer issuer) {
        var environment = new HashMap<String, String>();
        environment.put("PARLEY_ADMIN_KEY", "");
        issuer.settings().forEach((key, value) -> environment.put(variable(key), value));
        return environment;
    }

    /** Takes the key that the server shows, for all further requests. */
    static void takeTheKeyOf(OwnServer server) {
        var keys =
                KEY.matcher(server.log()).results().map(found -> found.group()).toList();
        assertThat(keys).hasSize(1);
        server.use(keys.getFirst());
        assertThat(server.get("admin/keys").statusCode()).isEqualTo(200);
    }

    static void isNotShownAgain(OwnServer server) {
        assertThat(KEY.matcher(server.log()).results()).isEmpty();
        assertThat(server.get("admin/keys").statusCode()).isEqualTo(200);
    }

    static void takesTokens(OwnServer server, Issuer issuer) throws JoseException {
        var user = issuer.token(Map.of("sub", "ann", "groups", List.of("user")));
        var admin = issuer.token(Map.of("sub", "bob", "groups", List.of("user", "admin")));
        var stranger = issuer.token(Map.of("sub", "eve"));
        var lost = issuer.token(Map.of("sub", "joe", "groups", List.of("user"), "team", "nobody"));

        assertThat(server.getAs(user, "v1/models").statusCode()).isEqualTo(200);
        assertThat(server.getAs(user, "admin/keys").statusCode()).isEqualTo(403);
        assertThat(server.getAs(admin, "admin/keys").statusCode()).isEqualTo(200);
        assertThat(server.getAs(stranger, "v1/models").statusCode()).isEqualTo(403);
        assertThat(server.getAs(lost, "v1/models").statusCode()).isEqualTo(403);
        assertThat(server.getAs("a.b.c", "v1/models").statusCode()).isEqualTo(401);
        assertThat(server.getAs("opaque", "v1/models").statusCode()).isEqualTo(401);
    }

    /** Launches the server so that everybody could reach it without a key. */
    static void refusesToBeOpenToEverybody(OwnServer server, Map<String, String> environment) {
        environment.put("PARLEY_AUTH", "open");
        environment.put("HTTP_HOST", "*");
        server.launch();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> server.log().contains("parley.auth is 'open' and an HTTP endpoint is bound to"));
        assertThat(server.get("v1/models").statusCode()).isGreaterThanOrEqualTo(400);
    }

    private static String variable(String setting) {
        return setting.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
