package dev.parley.cache;

import dev.parley.run.Outcome;
import dev.parley.run.Run;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs in flight by what they answer. Whoever asks for what is being answered already joins that run; when the one who came first is
 * refused, those who waited for it try for themselves, one after the other.
 */
@ApplicationScoped
public class Flights {

    private final Map<String, CompletableFuture<Run>> flying = new ConcurrentHashMap<>();

    /** The run that answers, and whether another request has started it. */
    public record Seat(Run run, boolean joined) {}

    /** What is done for a name that nobody flies under. */
    public interface Departure {

        /** Makes the run. Its exceptions are the caller's own. */
        Run begin();

        /** Called with the run's end, while it can still be joined. */
        default void ended(Run run, Outcome outcome) {}
    }

    /** Joins the run of this name or starts it. Waits while another one is being started. */
    public Seat board(String name, Departure departure) {
        while (true) {
            var own = new CompletableFuture<Run>();
            var other = flying.putIfAbsent(name, own);
            if (other == null) {
                return new Seat(depart(name, own, departure), false);
            }
            var run = other.join();
            if (run != null && run.expectOneMore()) {
                return new Seat(run, true);
            }
            flying.remove(name, other);
        }
    }

    private Run depart(String name, CompletableFuture<Run> flight, Departure departure) {
        Run run = null;
        try {
            run = departure.begin();
            land(name, flight, run, departure);
            return run;
        } finally {
            if (run == null) {
                flying.remove(name, flight);
            }
            flight.complete(run);
        }
    }

    private void land(String name, CompletableFuture<Run> flight, Run run, Departure departure) {
        run.end().thenAccept(outcome -> {
            try {
                departure.ended(run, outcome);
            } finally {
                flying.remove(name, flight);
            }
        });
    }

    /** Runs that are flying. */
    int size() {
        return flying.size();
    }
}
