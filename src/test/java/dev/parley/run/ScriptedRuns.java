package dev.parley.run;

import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.provider.FakeProvider;
import dev.parley.provider.House;
import java.time.Duration;
import java.util.function.Supplier;

/** Runs that are not started, for tests of those who read them; {@link Run#run} plays one to its end. */
public final class ScriptedRuns {

    private ScriptedRuns() {}

    /** A run that follows the next script of {@code provider}. */
    public static Run of(String id, FakeProvider provider) {
        return of(id, () -> provider);
    }

    /** A run that follows the next script of a provider which is named when the run begins. */
    public static Run of(String id, Supplier<FakeProvider> provider) {
        var deadline = Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM);
        return new Run(
                new RunSpec(id, "req_1", "open", "chat", "fake/m", House.HELLO, 0, false, deadline),
                watch -> House.call(provider.get(), deadline, watch),
                new RunRules(Ticker.SYSTEM, 10_000, (prompt, journal) -> Usage.estimated(3, 2)));
    }
}
