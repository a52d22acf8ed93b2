package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One SSE stream, read event by event as it comes; closing it closes the connection. */
final class EventReader implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpResponse<java.io.InputStream> response;
    private final BufferedReader lines;

    private EventReader(HttpResponse<java.io.InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** One event; the fields it did not have are null. */
    record Event(String name, String id, String data, String comment) {

        JsonNode json() {
            try {
                return JSON.readTree(data);
            } catch (IOException notJson) {
                throw new UncheckedIOException(data, notJson);
            }
        }
    }

    static EventReader open(HttpClient client, HttpRequest request) {
        try {
            return new EventReader(client.send(request, HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The next event or comment; null at the end of the stream. */
    Event next() {
        try {
            String name = null;
            String id = null;
            String data = null;
            String comment = null;
            for (String line; (line = lines.readLine()) != null; ) {
                if (line.isEmpty()) {
                    if (name != null || data != null || comment != null) {
                        return new Event(name, id, data, comment);
                    }
                } else if (line.startsWith(":")) {
                    comment = line.substring(1).strip();
                } else {
                    var value = line.substring(line.indexOf(':') + 1).stripLeading();
                    switch (line.substring(0, line.indexOf(':'))) {
                        case "event" -> name = value;
                        case "id" -> id = value;
                        case "data" -> data = data == null ? value : data + "\n" + value;
                        default -> throw new IllegalStateException(line);
                    }
                }
            }
            return null;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The next event of a name, skipping all others. */
    Event next(String name) {
        var event = next();
        while (event != null && !name.equals(event.name())) {
            event = next();
        }
        return event;
    }

    /** All that is left, without comments. */
    List<Event> rest() {
        var events = new ArrayList<Event>();
        for (var event = next(); event != null; event = next()) {
            if (event.comment() == null) {
                events.add(event);
            }
        }
        return events;
    }

    /** The text of the deltas among {@code events}. */
    static String text(List<Event> events) {
        return events.stream()
                .filter(event -> "delta".equals(event.name()))
                .map(event -> event.json().path("content").asText())
                .collect(Collectors.joining());
    }

    @Override
    public void close() {
        try {
            response.body().close();
        } catch (IOException alreadyGone) {
            throw new UncheckedIOException(alreadyGone);
        }
    }
}
