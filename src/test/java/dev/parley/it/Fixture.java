package dev.parley.it;

import java.util.function.IntSupplier;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What every integration test has: the deployed WAR, and the upstream's count of calls before the test. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
abstract class Fixture {

    /** What the scripted upstream says when nothing else is asked of it. */
    static final String HELLO = "Hello from the scripted upstream.";

    private int callsBefore;

    @BeforeEach
    void countUpstreamCalls() {
        callsBefore = Server.UPSTREAM.calls();
    }

    /** How many calls the upstream has got since the test began. */
    final int upstreamCalls() {
        return Server.UPSTREAM.calls() - callsBefore;
    }

    /** How many answers of {@code model} the server has walked away from, since the upstream started. */
    static IntSupplier departuresOf(String model) {
        return () -> (int) Server.UPSTREAM.departures().stream()
                .filter(departure -> departure.model().equals(model))
                .count();
    }
}
