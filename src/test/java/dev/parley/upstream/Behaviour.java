package dev.parley.upstream;

import java.io.IOException;

/** What the upstream does with a request. */
@FunctionalInterface
interface Behaviour {
    void play(Exchange exchange) throws IOException;
}
