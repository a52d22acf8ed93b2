package dev.parley.run;

import dev.parley.platform.Settings;
import java.time.Duration;

/**
 * How runs are stored.
 *
 * @param on whether they are at all
 * @param keep how long after its end a run can be read from the database
 * @param flushEvery how much of a live run a crash may lose
 * @param sweepEvery how often expired ones are removed
 */
record StoreSettings(boolean on, Duration keep, Duration flushEvery, Duration sweepEvery) {

    static StoreSettings read(Settings settings) {
        return new StoreSettings(
                settings.flag("parley.run.store", true),
                settings.duration("parley.run.keep-stored", "24h"),
                settings.duration("parley.run.flush-every", "500ms"),
                settings.duration("parley.run.sweep-every", "10m"));
    }
}
