package dev.parley.session;

import dev.parley.platform.Settings;
import java.time.Duration;
import java.util.List;

/**
 * The bounds of sockets.
 *
 * @param most sockets of this server
 * @param mostPerKey of one key
 * @param maxFrame characters of one message of a client
 * @param mostQueued creates that may wait in one lane
 * @param mostQueuedBytes of all creates that wait on one socket
 * @param ping how often a peer is asked whether it lives
 * @param deadAfter silence after which it does not
 * @param idle how long a socket may do nothing
 * @param lifetime of a socket, whatever it does
 * @param origins of pages that may open sockets, beside those of this server itself; {@code *} for all
 */
record SessionSettings(
        int most,
        int mostPerKey,
        int maxFrame,
        int mostQueued,
        int mostQueuedBytes,
        Duration ping,
        Duration deadAfter,
        Duration idle,
        Duration lifetime,
        List<String> origins) {

    /** In flight at once on one socket, as at OpenAI. */
    static final int MOST_IN_FLIGHT = 16;

    /** Named lanes of one socket, as at OpenAI. */
    static final int MOST_LANES = 32;

    /** Bytes beyond which the container reads no further; its own limit of a session is not obeyed on Open Liberty (measured). */
    static final int LARGEST_FRAME = 20 << 20;

    static SessionSettings read(Settings settings) {
        return new SessionSettings(
                settings.integer("parley.session.max", 10_000, 1, 1_000_000),
                settings.integer("parley.session.max-per-key", 1_000, 1, 1_000_000),
                settings.integer("parley.session.max-frame", 4 << 20, 1_024, LARGEST_FRAME),
                settings.integer("parley.session.max-queued", 16, 0, 1_000),
                settings.integer("parley.session.max-queued-bytes", 16 << 20, 1_024, 1 << 30),
                settings.duration("parley.session.ping", "20s"),
                settings.duration("parley.session.dead-after", "40s"),
                settings.duration("parley.session.idle-timeout", "30m"),
                settings.duration("parley.session.lifetime", "60m"),
                settings.list("parley.session.origins", ""));
    }
}
