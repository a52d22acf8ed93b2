package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The scripted upstream in a process of its own, which ends with this one. */
final class UpstreamProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private UpstreamProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static UpstreamProcess start() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchUpstream.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader(UTF_8);
        String port = output.readLine();
        if (port == null) {
            throw new IOException("the scripted upstream did not start; what it said is above");
        }
        return new UpstreamProcess(process, Integer.parseInt(port));
    }

    String baseUrl() {
        return "http://127.0.0.1:" + port + "/v1";
    }

    /** The idle streams as the upstream sees them. */
    Idle idle() throws IOException {
        try (var body = URI.create("http://127.0.0.1:" + port + "/idle").toURL().openStream()) {
            String[] lines = new String(body.readAllBytes(), UTF_8).split("\n");
            var closedAt = new HashMap<Long, Long>();
            for (int i = 1; i < lines.length; i++) {
                String[] stream = lines[i].split(" ");
                closedAt.put(Long.valueOf(stream[0]), Long.valueOf(stream[1]));
            }
            return new Idle(Integer.parseInt(lines[0]), closedAt);
        }
    }

    /** How many are open, and when each of the others was closed. */
    record Idle(int open, Map<Long, Long> closedAt) {}

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
