package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How many deliveries a server takes, and how long their senders wait for the 202, while those before are worked off. */
final class IntakeRow {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int AT_ONCE = 16;
    private static final int PER_SECOND = 100;

    private IntakeRow() {}

    static void measure(Subject subject, int deliveries, Report report) throws IOException {
        var target = subject.server().target();
        report.failures(
                LoadClient.run(target, ClientConnection::new, AT_ONCE, deliveries, WebhookExchange::new, LIMIT));
        var steady = LoadClient.runOpen(target, PER_SECOND, deliveries, WebhookExchange::new, LIMIT);
        report("time to the 202 of a webhook, ms, " + PER_SECOND + " deliveries/s", steady, report);
        var crowd = LoadClient.run(target, ClientConnection::new, AT_ONCE, deliveries, WebhookExchange::new, LIMIT);
        report("time to the 202 of a webhook, ms, as many as it takes", crowd, report);
    }

    private static void report(String what, List<WebhookExchange> exchanges, Report report) {
        var good = exchanges.stream().filter(exchange -> !exchange.failed()).toList();
        var millis = Sample.of(good, WebhookExchange::millis);
        long first = good.stream().mapToLong(Exchange::sentAt).min().orElse(0);
        long last = good.stream().mapToLong(WebhookExchange::arrival).max().orElse(0);
        report.row(
                what,
                String.format(Locale.ROOT, "p50 **%.2f**, p99 **%.2f**", millis.median(), millis.percentile(99)),
                millis.range("%.2f"),
                report.failures(exchanges),
                String.format(
                        Locale.ROOT,
                        "%d deliveries, %.0f/s, signed, each in the database's file with its job before the 202, worked off meanwhile",
                        exchanges.size(),
                        good.size() / ((last - first) / 1e9)));
    }
}
