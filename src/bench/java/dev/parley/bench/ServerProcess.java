package dev.parley.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged server under test, run by Liberty's own script on a free port with an output directory of its own, so
 * that neither a server at work beside it nor its data are touched. It ends with {@link #close()}, or with this JVM.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Process process;
    private final int port;
    private final Thread killer = new Thread(this::kill);
    private volatile boolean asked;
    private long pid;
    private double millisToReady;
    private Target target;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(killer);
        process.onExit().thenRun(this::sayWhenUnasked);
    }

    /** Starts the server and waits until it is ready. */
    static ServerProcess start(Path wlp, Path output, String upstream) throws IOException, InterruptedException {
        return start(wlp, output, upstream, Map.of());
    }

    /** The same with a heap of so many megabytes at most. */
    static ServerProcess startWithin(int megabytes, Path wlp, Path output, String upstream)
            throws IOException, InterruptedException {
        return start(wlp, output, upstream, Map.of("JVM_ARGS", "-Xmx" + megabytes + "m"));
    }

    private static ServerProcess start(Path wlp, Path output, String upstream, Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(output);
        int port = freePort();
        long began = System.nanoTime();
        var script = script(wlp, output, upstream, port);
        script.environment().putAll(environment);
        var server = new ServerProcess(script.start(), port);
        try {
            server.awaitReady(began);
            server.target = Governance.guarded(Target.open(port));
        } catch (IOException | InterruptedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static ProcessBuilder script(Path wlp, Path output, String upstream, int port) {
        var script = new ProcessBuilder(
                        wlp.resolve("bin/server").toString(), "run", "parley", "--", "--http.port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        output.resolve("console.log").toFile()));
        script.environment().keySet().removeIf(name -> name.startsWith("ANTHROPIC_") || name.startsWith("PARLEY_"));
        script.environment().putAll(Governance.environment());
        script.environment().put("PARLEY_AGENT_MAX_STEPS", "20");
        script.environment().put("OPENAI_BASE_URL", upstream);
        script.environment().put("OPENAI_API_KEY", "bench-key");
        script.environment().put("WLP_OUTPUT_DIR", output.toString());
        return script;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitReady(long began) throws IOException, InterruptedException {
        while (readiness() != HttpURLConnection.HTTP_OK) {
            if (!process.isAlive()) {
                throw new IOException(
                        "the server ended while it was starting; see console.log under the work directory");
            }
            if (System.nanoTime() - began > START_LIMIT.toNanos()) {
                throw new IOException("the server was not ready within " + START_LIMIT.toSeconds()
                        + " s; see console.log under the work directory");
            }
            Thread.sleep(10);
        }
        millisToReady = (System.nanoTime() - began) / 1e6;
        pid = javaPid();
    }

    private int readiness() throws IOException {
        var health = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + "/health/ready").toURL().openConnection();
        health.setConnectTimeout(1_000);
        health.setReadTimeout(5_000);
        try {
            return health.getResponseCode();
        } catch (IOException notYet) {
            return -1;
        } finally {
            health.disconnect();
        }
    }

    /** The JVM, whether the script has become it or has started it. */
    private long javaPid() throws IOException {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(each -> each.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseThrow(() -> new IOException("no java process under the server script"))
                .pid();
    }

    /** Where its load goes. */
    Target target() {
        return target;
    }

    long pid() {
        return pid;
    }

    double millisToReady() {
        return millisToReady;
    }

    /** Asks the server to end, as an operator would, and insists after a while. */
    @Override
    public void close() {
        asked = true;
        family().forEach(ProcessHandle::destroy);
        process.onExit().completeOnTimeout(process, 40, TimeUnit.SECONDS).join();
        kill();
        Runtime.getRuntime().removeShutdownHook(killer);
    }

    private void sayWhenUnasked() {
        if (!asked) {
            System.out.println("The server on port " + port + " has ended, and not because the benchmark asked it to.");
        }
    }

    private void kill() {
        asked = true;
        family().forEach(ProcessHandle::destroyForcibly);
    }

    private Stream<ProcessHandle> family() {
        return Stream.concat(process.descendants(), Stream.of(process.toHandle()));
    }
}
