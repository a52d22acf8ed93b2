package dev.parley.responses;

import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The stored responses whose runs can still be listened to here: those under way, and those that ended a short while ago. How long a
 * run can be read is decided by {@link Runs}; nothing here keeps one longer.
 */
@ApplicationScoped
class LiveResponses {

    /** A response and its run. */
    record Live(Exchange exchange, Run run) {

        boolean hasEnded() {
            return run.journal().outcome() != null;
        }

        /** The response as it is at this moment. */
        ResponseWire now() {
            var outcome = run.journal().outcome();
            if (outcome != null) {
                return Finished.of(exchange, run, outcome).wire();
            }
            boolean waits = exchange.request().isBackground() && run.journal().size() == 0;
            return ResponseWire.of(exchange, run.model(), waits ? Standing.QUEUED : Standing.IN_PROGRESS, List.of());
        }
    }

    private final Map<String, Live> live = new ConcurrentHashMap<>();

    @Inject
    Runs runs;

    void add(Live response) {
        live.put(response.exchange().id(), response);
    }

    void remove(String id) {
        live.remove(id);
    }

    /** The caller's response, when its run is here and can be read. */
    Optional<Live> find(String id, String owner) {
        var found = live.get(id);
        return found != null && found.exchange().owner().equals(owner) && runs.keeps(found.run())
                ? Optional.of(found)
                : Optional.empty();
    }

    /** Lets go of runs that can no longer be read. */
    void forgetOld() {
        live.values().removeIf(response -> !runs.keeps(response.run()));
    }
}
