package dev.parley.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The test server's log, one JSON object a line. */
final class ServerLog {

    private static final Path FILE = Path.of(
            System.getProperty("wlp.home"), "usr/servers", System.getProperty("it.server"), "logs/messages.log");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long begin;

    private ServerLog(long begin) {
        this.begin = begin;
    }

    /** The log from here on. */
    static ServerLog fromNow() {
        try {
            return new ServerLog(Files.size(FILE));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    List<JsonNode> lines() {
        try (var file = Files.newInputStream(FILE)) {
            file.skipNBytes(begin);
            return new String(file.readAllBytes()).lines().map(ServerLog::parse).toList();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    List<JsonNode> errors() {
        return lines().stream()
                .filter(line -> List.of("ERROR", "SEVERE", "FATAL")
                        .contains(line.path("loglevel").asText()))
                .toList();
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException notJson) {
            throw new UncheckedIOException(line, notJson);
        }
    }
}
