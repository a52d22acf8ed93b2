package dev.parley.platform;

/** Monotonic time in nanoseconds, as {@link System#nanoTime()}; tests bring their own. */
@FunctionalInterface
public interface Ticker {

    Ticker SYSTEM = System::nanoTime;

    long nanos();
}
