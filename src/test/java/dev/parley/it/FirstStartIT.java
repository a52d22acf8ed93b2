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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server on its own: its first key, tokens of an issuer, and how it refuses to be open to everybody. One server, since each costs seconds. */
class FirstStartIT {

    private static final Pattern KEY = Pattern.compile("parley_[0-9a-z]{24}_[0-9a-f]{72}");

    @Test
    @Timeout(240)
    void aServerShowsItsFirstKeyTakesTokensAndStaysOnItsMachineWhenOpen() throws JoseException {
        try (var issuer = Issuer.start()) {
            var environment = new HashMap<String, String>();
            environment.put("PARLEY_ADMIN_KEY", "");
            issuer.settings().forEach((key, value) -> environment.put(variable(key), value));
            try (var server = OwnServer.start("parleyFirst", environment)) {
                var key = theOnlyKeyOf(server);
                assertThat(server.statusWith(key, "admin/keys")).isEqualTo(200);
                takesTokens(server, issuer);

                // the file may be 20 ms behind
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
                server.kill();
                server.start();
                assertThat(KEY.matcher(server.log()).results()).isEmpty();
                assertThat(server.statusWith(key, "admin/keys")).isEqualTo(200);

                server.kill();
                environment.put("PARLEY_AUTH", "open");
                environment.put("HTTP_HOST", "*");
                server.launch();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> server.log().contains("parley.auth is 'open' and an HTTP endpoint is bound to"));
                assertThat(server.get("v1/models").statusCode()).isGreaterThanOrEqualTo(400);
            }
        }
    }

    private static String theOnlyKeyOf(OwnServer server) {
        var keys =
                KEY.matcher(server.log()).results().map(found -> found.group()).toList();
        assertThat(keys).hasSize(1);
        return keys.getFirst();
    }

    private static void takesTokens(OwnServer server, Issuer issuer) throws JoseException {
        var user = issuer.token(Map.of("sub", "ann", "groups", List.of("user")));
        var admin = issuer.token(Map.of("sub", "bob", "groups", List.of("user", "admin")));
        var stranger = issuer.token(Map.of("sub", "eve"));
        var lost = issuer.token(Map.of("sub", "joe", "groups", List.of("user"), "team", "nobody"));

        assertThat(server.statusWith(user, "v1/models")).isEqualTo(200);
        assertThat(server.statusWith(user, "admin/keys")).isEqualTo(403);
        assertThat(server.statusWith(admin, "admin/keys")).isEqualTo(200);
        assertThat(server.statusWith(stranger, "v1/models")).isEqualTo(403);
        assertThat(server.statusWith(lost, "v1/models")).isEqualTo(403);
        assertThat(server.statusWith("a.b.c", "v1/models")).isEqualTo(401);
        assertThat(server.statusWith("opaque", "v1/models")).isEqualTo(401);
    }

    private static String variable(String setting) {
        return setting.replaceAll("[^a-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
