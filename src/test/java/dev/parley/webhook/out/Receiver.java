package dev.parley.webhook.out;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Somebody who takes webhooks, on this machine, with a temper that tests set; it checks signatures with the standard's own library. */
public final class Receiver implements AutoCloseable {

    /** One delivery as it came. */
    public record Letter(String path, Map<String, List<String>> headers, String body) {

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }

        /** Whether the library takes its signature. */
        public boolean isSignedWith(String secret) {
            try {
                new Webhook(secret).verify(body, headers);
                return true;
            } catch (WebhookVerificationException wrong) {
                return false;
            } catch (EmptyWebhookSecretException none) {
                throw new IllegalArgumentException(none);
            }
        }
    }

    /** What it does with a delivery. */
    @FunctionalInterface
    public interface Temper {
        void meet(HttpExchange exchange) throws IOException;
    }

    private final HttpServer server;
    private final List<Letter> letters = new CopyOnWriteArrayList<>();
    private volatile Temper temper = answering(204);

    private Receiver(HttpServer server) {
        this.server = server;
    }

    public static Receiver start() {
        try {
            var receiver = new Receiver(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
            receiver.server.createContext("/", receiver::meet);
            receiver.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            receiver.server.start();
            return receiver;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public void be(Temper next) {
        temper = next;
    }

    /** With a status and headers, name and value in turns. */
    public static Temper answering(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        };
    }

    /** What has come, in order. */
    public List<Letter> letters() {
        return List.copyOf(letters);
    }

    private void meet(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        letters.add(new Letter(exchange.getRequestURI().toString(), Map.copyOf(exchange.getRequestHeaders()), body));
        temper.meet(exchange);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
