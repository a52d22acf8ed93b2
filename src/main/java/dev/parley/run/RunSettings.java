package dev.parley.run;

import dev.parley.platform.Settings;
import java.time.Duration;

/**
 * Settings of the room.
 *
 * @param maxLive runs at once; more are refused
 * @param maxCharacters a journal may hold
 * @param keep how long a finished run can still be read
 * @param keepAtMost finished runs held
 */
record RunSettings(int maxLive, long maxCharacters, Duration keep, int keepAtMost) {

    static RunSettings read(Settings settings) {
        return new RunSettings(
                settings.integer("parley.run.max-live", 10_000, 1, 1_000_000),
                settings.number("parley.run.max-characters", 4_000_000, 1_000, 1_000_000_000),
                settings.duration("parley.run.keep", "5m"),
                settings.integer("parley.run.keep-at-most", 2_000, 0, 1_000_000));
    }
}
