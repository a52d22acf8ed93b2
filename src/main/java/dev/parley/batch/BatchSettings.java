package dev.parley.batch;

import dev.parley.platform.Settings;
import java.time.Duration;

/**
 * Settings of durable batches.
 *
 * @param atOnce items of one batch that a server has in flight
 * @param batchesAtOnce batches that a server is at
 * @param servers that are at one batch at once
 * @param attempts of an item whose provider fails
 * @param itemTimeout of one attempt
 * @param timeLimit after which a batch that has not ended fails
 * @param keep how long a batch and its results can be read
 * @param maxItems of a JSONL file
 * @param maxLine bytes of a line
 */
record BatchSettings(
        int atOnce,
        int batchesAtOnce,
        int servers,
        int attempts,
        Duration itemTimeout,
        Duration timeLimit,
        Duration keep,
        int maxItems,
        int maxLine) {

    static BatchSettings read(Settings settings) {
        return new BatchSettings(
                settings.integer("parley.batches.at-once", 100, 1, 10_000),
                settings.integer("parley.batches.batches-at-once", 8, 1, 1_000),
                settings.integer("parley.batches.servers", 4, 1, 100),
                settings.integer("parley.batches.attempts", 3, 1, 100),
                settings.duration("parley.batches.item-timeout", "60s"),
                settings.duration("parley.batches.time-limit", "24h"),
                settings.duration("parley.batches.keep", "30d"),
                settings.integer("parley.batches.max-items", 50_000, 1, 10_000_000),
                settings.integer("parley.batches.max-line", 1 << 20, 1_000, 64 << 20));
    }
}
