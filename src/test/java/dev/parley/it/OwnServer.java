package dev.parley.it;

import static org.awaitility.Awaitility.await;

import dev.parley.upstream.ScriptedUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A server of the test's own, which may be killed: the real WAR on the test server's configuration, with an empty database. */
final class OwnServer implements AutoCloseable {

    private static final Path WLP = Path.of(System.getProperty("wlp.home"));
    private static final String APPLICATION =
            "WebSphere:service=com.ibm.websphere.application.ApplicationMBean,name=parley";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final String name;
    private final Path home;
    private final int port;
    private final Map<String, String> environment;
    private final ScriptedUpstream upstream;
    private final boolean sharesUpstream;
    private String key = Server.KEY;
    private ProcessHandle process;

    private OwnServer(String name, Map<String, String> environment, ScriptedUpstream shared) throws IOException {
        this.upstream = shared == null ? ScriptedUpstream.start() : shared;
        this.sharesUpstream = shared != null;
        this.name = name;
        this.home = WLP.resolve("usr/servers").resolve(name);
        this.port = Ports.next();
        this.environment = environment;
    }

    /** Makes a server and starts it. */
    static OwnServer start(String name, Map<String, String> environment) {
        return start(name, environment, null);
    }

    /** Makes and starts one whose providers reach the same upstream as this server's. */
    OwnServer beside(String other, Map<String, String> itsEnvironment) {
        return start(other, itsEnvironment, upstream);
    }

    private static OwnServer start(String name, Map<String, String> environment, ScriptedUpstream shared) {
        try {
            var server = new OwnServer(name, environment, shared);
            server.install();
            server.startOrClose();
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Nobody else can close one that did not start. */
    private void startOrClose() {
        boolean started = false;
        try {
            start();
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    private void install() throws IOException {
        Programs.delete(home);
        Files.deleteIfExists(pidFile());
        Files.createDirectories(home.resolve("dropins"));
        Files.createDirectories(home.resolve("jdbc"));
        Files.copy(Path.of("src/test/liberty/server.xml"), home.resolve("server.xml"));
        Files.copy(Path.of(System.getProperty("war")), home.resolve("dropins/parley.war"));
        var example = WLP.resolve("usr/servers").resolve(System.getProperty("it.server"));
        Files.createDirectories(home.resolve("lib"));
        Files.createSymbolicLink(home.resolve("lib/global"), example.resolve("lib/global"));
        try (var drivers = Files.list(example.resolve("jdbc"))) {
            for (var driver : drivers.toList()) {
                Files.copy(driver, home.resolve("jdbc").resolve(driver.getFileName()));
            }
        }
        Files.writeString(
                home.resolve("bootstrap.properties"),
                "http.port=%d\nupstream.port=%d\n"
                        .formatted(port, upstream.url().getPort()));
    }

    /** Starts it, again if need be, and waits until it is ready. */
    void start() {
        launch();
        await().atMost(Duration.ofMinutes(1)).until(() -> get("health/ready").statusCode() == 200);
    }

    /** Starts it without the hope that it gets ready. */
    void launch() {
        Programs.run(environment(), WLP.resolve("bin/server").toString(), "start", name);
        process = running();
    }

    /** What it has logged since its last start. */
    String log() {
        try {
            return Files.readString(home.resolve("logs/messages.log"));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** What its providers reach; its own, so that nobody else's calls are counted. */
    ScriptedUpstream upstream() {
        return upstream;
    }

    /** Has all further requests come with this key, unless they name another. */
    void use(String key) {
        this.key = key;
    }

    /** A {@code GET} with another key or token. */
    HttpResponse<String> getAs(String key, String path) {
        return send(request(path).setHeader("Authorization", "Bearer " + key));
    }

    /** A {@code POST} with another key or token. */
    HttpResponse<String> postAs(String key, String path, String body) {
        return send(request(path)
                .setHeader("Authorization", "Bearer " + key)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A stream with another key or token. */
    EventReader streamAs(String key, String path, String body) {
        return EventReader.open(
                CLIENT,
                request(path)
                        .setHeader("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    private Path pidFile() {
        return WLP.resolve("usr/servers/.pid/" + name + ".pid");
    }

    private ProcessHandle running() {
        try {
            var pid = Files.readString(pidFile());
            return ProcessHandle.of(Long.parseLong(pid.strip())).orElse(process);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends the process as a power cut would. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
        try {
            Files.deleteIfExists(pidFile()); // the number may soon be another's
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Asks the process to end, as container platforms do, and returns it at once. */
    ProcessHandle terminate() {
        process.destroy();
        return process;
    }

    /** Has the application stopped and started again in the same process. */
    void redeploy() {
        try {
            var address = Files.readString(home.resolve("logs/state/com.ibm.ws.jmx.local.address"));
            try (var server = JMXConnectorFactory.connect(new JMXServiceURL(address.strip()))) {
                change(server.getMBeanServerConnection(), "stop", "STOPPED", Duration.ofSeconds(1));
                change(server.getMBeanServerConnection(), "start", "STARTED", Duration.ZERO);
            }
        } catch (IOException | JMException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /**
     * In steps: "STOPPED" is said before Liberty has done stopping, and what it is told until then ("interruptibleFailure" in its log)
     * leaves the application neither stopped nor started. Its own "restart" does that to itself.
     */
    private static void change(MBeanServerConnection server, String how, String wanted, Duration lasting)
            throws IOException, JMException {
        var application = new ObjectName(APPLICATION);
        server.invoke(application, how, null, null);
        await().pollInterval(Duration.ofMillis(50))
                .atMost(Duration.ofMinutes(2))
                .during(lasting)
                .until(() -> wanted.equals(server.getAttribute(application, "State")));
    }

    /** A stream that is read event by event. */
    EventReader stream(String path, String body) {
        return EventReader.open(
                CLIENT,
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    /** The events of something that is there. */
    EventReader events(String path) {
        return EventReader.open(CLIENT, request(path).GET().build());
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    /** The value of the one series of this name at {@code /metrics}. */
    int metric(String name) {
        return Metrics.value(send(request("metrics")).body(), name);
    }

    HttpResponse<String> post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> postOnce(String idempotencyKey, String path, String body) {
        return send(request(path)
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Without our key, as senders of webhooks do; headers are names and values in turn. */
    HttpResponse<String> deliver(String path, String body, String... headers) {
        return send(HttpRequest.newBuilder(uri(path)).headers(headers).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String path, String body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> delete(String path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key);
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port
                + (path.startsWith("health") || path.equals("metrics") ? "/" : "/parley/") + path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** The first compiler alone starts a server in half the time, and these servers don't live long enough for the second. */
    private Map<String, String> environment() {
        var all = new HashMap<>(environment);
        all.put("JVM_ARGS", "-XX:TieredStopAtLevel=1");
        all.put("JAVA_HOME", System.getProperty("java.home"));
        return all;
    }

    /** Also ends one whose start was interrupted, which is known by its file only. */
    @Override
    public void close() {
        if (Files.exists(pidFile())) {
            process = running();
        }
        if (process != null) {
            kill();
        }
        if (!sharesUpstream) {
            upstream.close();
        }
    }
}
