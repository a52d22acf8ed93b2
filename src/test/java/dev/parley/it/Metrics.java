package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/** What the test server tells at {@code /metrics}. */
final class Metrics {

    private Metrics() {}

    /** The value of the one series of this name. */
    static int value(String name) {
        return value(Server.get("http://localhost:" + Server.PORT + "/metrics").body(), name);
    }

    /** The value of the one series of this name in what a server tells. */
    static int value(String metrics, String name) {
        var found = Pattern.compile(name + "\\{[^}]*} ([0-9.E]+)").matcher(metrics);
        assertThat(found.find()).as(name).isTrue();
        return (int) Double.parseDouble(found.group(1));
    }
}
