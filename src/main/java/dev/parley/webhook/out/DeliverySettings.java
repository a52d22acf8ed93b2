package dev.parley.webhook.out;

import dev.parley.platform.Settings;
import dev.parley.webhook.RetrySchedule;
import java.time.Duration;

/**
 * How deliveries are made.
 *
 * @param timeout for everything from the connection to the status
 * @param keep how long a delivery that is over can be looked at
 * @param overlap how long a secret that was replaced goes on signing
 */
record DeliverySettings(
        Duration timeout, RetrySchedule schedule, Duration keep, Duration overlap, TargetRules targets, Vault vault) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    static DeliverySettings read(Settings settings) {
        var timeout = settings.duration("parley.webhook-delivery.timeout", "20s");
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw Settings.bad("parley.webhook-delivery.timeout", timeout.toMillis() + "ms", "from 1s to 60s");
        }
        return new DeliverySettings(
                timeout,
                new RetrySchedule(
                        settings.durations("parley.webhook-delivery.retries", "5s,5m,30m,2h,5h,10h,14h,20h,24h")),
                settings.duration("parley.webhook-delivery.keep", "30d"),
                settings.duration("parley.webhook-delivery.rotation-overlap", "24h"),
                TargetRules.read(settings),
                Vault.read(settings));
    }
}
