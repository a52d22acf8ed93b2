package dev.parley.provider.offline;

import java.time.Duration;

/** Lets time pass; tests bring one that does not. */
@FunctionalInterface
interface Pause {
    void of(Duration time) throws InterruptedException;
}
