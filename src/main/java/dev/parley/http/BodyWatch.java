package dev.parley.http;

import dev.parley.platform.Deadline;
import dev.parley.platform.Pulse;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the reading of bodies that take too long. The reader can't do it itself: as long as a body of known length trickles, the
 * container does not return from its {@code read} (measured: one byte every half second held a thread for as long as it came).
 */
@ApplicationScoped
class BodyWatch {

    private final Set<Reading> readings = ConcurrentHashMap.newKeySet();

    @Inject
    Pulse pulse;

    @PostConstruct
    void begin() {
        pulse.onBeat(this::beat);
    }

    /** Watches what is read from {@code client} until it is told that the body is there. */
    Reading watch(Deadline deadline, ConnectionBreaker client) {
        var reading = new Reading(deadline, client);
        readings.add(reading);
        return reading;
    }

    /** How many bodies are under way, those that are drained after a refusal included. */
    int count() {
        return readings.size();
    }

    void beat() {
        readings.forEach(Reading::endIfDue);
    }

    /** One body under way. */
    final class Reading {

        private final Deadline deadline;
        private final ConnectionBreaker client;
        private boolean over;

        private Reading(Deadline deadline, ConnectionBreaker client) {
            this.deadline = deadline;
            this.client = client;
        }

        /** What comes on the connection after this belongs to its next request and is safe from us. */
        synchronized void end() {
            over = true;
            readings.remove(this);
        }

        private synchronized void endIfDue() {
            if (!over && deadline.isOver()) {
                client.stopReading();
                end();
            }
        }
    }
}
