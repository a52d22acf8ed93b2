package dev.parley.cache;

import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Runs in flight by what they answer. Whoever asks for what is being answered already joins that run; when the one who came first is
 * refused, those who waited for it try for themselves, one after the other.
 */
@ApplicationScoped
public class Flights {

    private final Map<String, CompletableFuture<Run>> flying = new ConcurrentHashMap<>();

    /** The run that answers, and whether another request has started it. */
    public record Seat(Run run, boolean joined) {}

    /**
     * Joins the run of this name or starts it. Waits while another one is being started.
     *
     * @param start its exceptions are the caller's own
     */
    public Seat board(String name, Supplier<Run> start) {
        while (true) {
            var own = new CompletableFuture<Run>();
            var other = flying.putIfAbsent(name, own);
            if (other == null) {
                return new Seat(depart(name, own, start), false);
            }
            var run = other.join();
            if (run != null && run.expectOneMore()) {
                return new Seat(run, true);
            }
            flying.remove(name, other);
        }
    }

    private Run depart(String name, CompletableFuture<Run> flight, Supplier<Run> start) {
        Run run = null;
        try {
            run = start.get();
            run.end().thenRun(() -> flying.remove(name, flight));
            return run;
        } finally {
            if (run == null) {
                flying.remove(name, flight);
            }
            flight.complete(run);
        }
    }

    /** Runs that are flying. */
    int size() {
        return flying.size();
    }
}
