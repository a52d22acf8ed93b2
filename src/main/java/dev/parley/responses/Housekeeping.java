package dev.parley.responses;

import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.Duration;

/** Removes what has expired: rows now and then, the places of ended runs every few seconds. */
@ApplicationScoped
class Housekeeping {

    private static final long FORGET_NANOS = Duration.ofSeconds(10).toNanos();

    @Inject
    Settings settings;

    @Inject
    Pulse pulse;

    @Inject
    VirtualThreads threads;

    @Inject
    Archive archive;

    @Inject
    LiveResponses live;

    private long sweepNanos;
    private long swept;
    private long forgot;

    void onStart(@Observes Startup start) {
        sweepNanos = ResponseSettings.read(settings).sweepEvery().toNanos();
        swept = Ticker.SYSTEM.nanos() - sweepNanos;
        forgot = Ticker.SYSTEM.nanos();
        archive.open();
        pulse.onBeat(this::beat);
    }

    private void beat() {
        var now = Ticker.SYSTEM.nanos();
        if (now - forgot >= FORGET_NANOS) {
            forgot = now;
            live.forgetOld();
        }
        if (now - swept >= sweepNanos) {
            swept = now;
            threads.execute(this::sweep);
        }
    }

    private void sweep() {
        try {
            archive.removeExpired();
        } catch (ApiException unreachable) {
            // the archive has logged it, and the next sweep removes what this one left
        }
    }
}
