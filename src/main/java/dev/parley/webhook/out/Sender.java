package dev.parley.webhook.out;

import dev.parley.platform.Ticker;
import dev.parley.provider.RetryAfter;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * Posts one body to one URL over a connection of its own, and hears no more of the answer than its status and when to come back. Never
 * follows a redirect, never tries again, sends no cookies.
 */
final class Sender implements Closeable {

    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_HEADERS = 100;
    private static final int AT_ONCE = 1_000;
    private static final System.Logger LOG = System.getLogger(Sender.class.getName());

    private record UnderWay(HttpPost post, long until) {}

    private final TargetRules rules;
    private final Duration timeout;
    private final Clock clock;
    private final CloseableHttpClient client;
    private final Set<UnderWay> underWay = ConcurrentHashMap.newKeySet();

    Sender(TargetRules rules, Duration timeout, Clock clock) {
        this(rules, timeout, clock, InetAddress::getAllByName);
    }

    Sender(TargetRules rules, Duration timeout, Clock clock, CheckedAddresses.Names names) {
        this.rules = rules;
        this.timeout = timeout;
        this.clock = clock;
        this.client = client(new CheckedAddresses(rules, names), Timeout.of(timeout));
    }

    private static CloseableHttpClient client(CheckedAddresses addresses, Timeout timeout) {
        var small = Http1Config.custom()
                .setMaxLineLength(LONGEST_LINE)
                .setMaxHeaderCount(MOST_HEADERS)
                .build();
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(addresses)
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(small)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout)
                        .setSocketTimeout(timeout)
                        .build())
                .setMaxConnTotal(AT_ONCE)
                .setMaxConnPerRoute(AT_ONCE)
                .build();
        return HttpClients.custom()
                .setConnectionManager(connections)
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(timeout)
                        .setConnectionRequestTimeout(timeout)
                        .build())
                .setUserAgent("Parley-Webhooks/1")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** Blocks for at most the timeout and a beat of the pulse. */
    Answer send(String url, Map<String, String> headers, byte[] body) {
        URI target;
        try {
            target = rules.url(url);
        } catch (IllegalArgumentException rulesChanged) {
            return Answer.failed("url_not_allowed");
        }
        var post = new HttpPost(target);
        headers.forEach(post::setHeader);
        post.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
        var attempt = new UnderWay(post, Ticker.SYSTEM.nanos() + timeout.toNanos());
        underWay.add(attempt);
        try {
            return exchange(target, post);
        } catch (IOException failure) {
            return Answer.failed(isOver(attempt, Ticker.SYSTEM.nanos()) ? "timeout" : word(failure));
        } finally {
            underWay.remove(attempt);
        }
    }

    private Answer exchange(URI target, HttpPost post) throws IOException {
        var response =
                client.executeOpen(new HttpHost(target.getScheme(), target.getHost(), target.getPort()), post, null);
        try {
            return Answer.of(response.getCode(), RetryAfter.of(name -> first(response, name), clock.instant()));
        } finally {
            post.cancel(); // closing alone would read the rest of the body
            closeQuietly(response);
        }
    }

    private static String first(ClassicHttpResponse response, String name) {
        var header = response.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    private static void closeQuietly(Closeable response) {
        try {
            response.close();
        } catch (IOException cancelledBefore) {
            LOG.log(System.Logger.Level.TRACE, "The rest of an answer was left unread", cancelledBefore);
        }
    }

    /** Never the failure's own text, which may hold what the receiver sent. */
    private static String word(IOException failure) {
        return switch (failure) {
            case CheckedAddresses.Forbidden forbidden -> "address_not_allowed";
            case UnknownHostException unknown -> "unknown_host";
            case InterruptedIOException slow -> "timeout";
            case SSLException tls -> "tls_failure";
            case SocketException unreachable -> "unreachable";
            default -> "broken_answer";
        };
    }

    /** Ends what has had its time; called by the pulse. */
    void beat() {
        var now = Ticker.SYSTEM.nanos();
        for (var attempt : underWay) {
            if (isOver(attempt, now)) {
                attempt.post().cancel();
            }
        }
    }

    private static boolean isOver(UnderWay attempt, long now) {
        return now - attempt.until() >= 0;
    }

    @Override
    public void close() throws IOException {
        client.close(CloseMode.IMMEDIATE);
    }
}
