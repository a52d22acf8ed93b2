package dev.parley.bench;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which idle streams the upstream holds open, and when each of the others was closed by the server. A stream is named
 * by the instant its request was received, which it told the client in its first token.
 */
final class IdleLedger {
    private final Set<Long> open = new HashSet<>();
    private final Map<Long, Long> closedAt = new LinkedHashMap<>();

    /** Gives the stream an instant of its own, in case two requests came within one tick of the clock. */
    long opened(long receivedAt) {
        long name = receivedAt;
        while (closedAt.containsKey(name) || !open.add(name)) {
            name++;
        }
        return name;
    }

    void closed(long name) {
        if (open.remove(name)) {
            closedAt.put(name, System.nanoTime());
        }
    }

    /** First line the number of open streams, then a line {@code name closedAt} for each closed one. */
    String asText() {
        return open.size() + "\n"
                + closedAt.entrySet().stream()
                        .map(stream -> stream.getKey() + " " + stream.getValue())
                        .collect(Collectors.joining("\n"));
    }
}
