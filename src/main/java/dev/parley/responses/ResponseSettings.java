package dev.parley.responses;

import dev.parley.platform.Settings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Settings of the room.
 *
 * @param keep how long a stored response can be read: {@code parley.responses.keep}, default 30 days
 * @param sweepEvery how often expired ones are removed: {@code parley.responses.sweep-every}, default 1 hour
 * @param contextTokens the longest input a model is given: {@code parley.responses.context-tokens}, default 128,000
 * @param maxImageBytes of one image inside a request: {@code parley.v1.max-image-bytes}, default 10 MiB, the same for all of /v1
 * @param node names this server among those that share its database: {@code parley.node}, default the machine's name
 */
record ResponseSettings(Duration keep, Duration sweepEvery, int contextTokens, long maxImageBytes, String node) {

    static ResponseSettings read(Settings settings) {
        return new ResponseSettings(
                settings.duration("parley.responses.keep", "30d"),
                settings.duration("parley.responses.sweep-every", "1h"),
                settings.integer("parley.responses.context-tokens", 128_000, 16, 100_000_000),
                settings.number("parley.v1.max-image-bytes", 10L << 20, 1, 64L << 20),
                settings.text("parley.node").orElseGet(ResponseSettings::hostname));
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
