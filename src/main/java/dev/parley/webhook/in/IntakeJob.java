package dev.parley.webhook.in;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.event.Announcement;
import dev.parley.event.Announcements;
import dev.parley.event.EventType;
import dev.parley.generation.RunName;
import dev.parley.http.Json;
import dev.parley.job.Attempt;
import dev.parley.job.Job;
import dev.parley.job.Next;
import dev.parley.job.Retries;
import dev.parley.observability.WebhookMeters;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import dev.parley.webhook.Places;
import dev.parley.webhook.RetrySchedule;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Works off what came in, again and again by the schedule, until it is done or dead. */
@ApplicationScoped
class IntakeJob implements Job<IntakeJob.Of> {

    /** Which delivery. */
    record Of(@JsonProperty("delivery") String delivery) {}

    private static final System.Logger LOG = System.getLogger(IntakeJob.class.getName());
    private static final Duration NEXT_SERVER = Duration.ofSeconds(1);

    private Places places;
    private RetrySchedule schedule;
    private Duration longestRun;

    @Inject
    Settings settings;

    @Inject
    Sources sources;

    @Inject
    Work work;

    @Inject
    Runs runs;

    @Inject
    GroupCommit commits;

    @Inject
    Announcements announcements;

    @Inject
    WebhookMeters meters;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        int atOnce = settings.integer("parley.webhooks.at-once", 12, 1, 1_000);
        places = new Places(atOnce, Math.max(1, atOnce * 2 / 3));
        schedule = new RetrySchedule(settings.durations("parley.webhooks.retries", "5s,30s,5m,30m,2h"));
        longestRun =
                settings.duration("parley.generation.stream-timeout", "10m").plusSeconds(30);
    }

    @Override
    public String name() {
        return "webhook-intake";
    }

    @Override
    public Class<Of> payload() {
        return Of.class;
    }

    /** Of the database's failures; what models do has its own schedule. */
    @Override
    public Retries retries() {
        return Retries.doubling(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    @Override
    public Next run(Of payload, Attempt attempt) {
        var received = commits.read(connection -> IntakeTable.find(connection, payload.delivery()))
                .orElse(null);
        if (received == null || !received.state().equals(Received.PENDING)) {
            return Next.DONE;
        }
        var source = sources.find(received.source()).orElse(null);
        if (source == null) {
            return bury(received, "source_unknown");
        }
        var place = places.take(source.name(), received.id());
        if (place.isEmpty()) {
            return Next.again(places.patience(source.name()));
        }
        try (var taken = place.get()) {
            return work(source, received, attempt);
        }
    }

    private Next work(Source source, Received received, Attempt attempt) {
        try {
            var before = before(received);
            return before == null ? begin(source, received, attempt) : conclude(received, before, attempt);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Next.again(NEXT_SERVER);
        }
    }

    /** How the run of the last attempt ended; null when there was none that anybody knows of, or when that attempt failed. */
    private Run before(Received received) {
        if (received.runId() == null || received.error() != null) {
            return null;
        }
        try {
            return runs.find(received.runId());
        } catch (ApiException notFound) {
            if (notFound.code() == ErrorCode.RUN_NOT_FOUND) {
                return null;
            }
            throw notFound;
        }
    }

    private Next begin(Source source, Received received, Attempt attempt) throws InterruptedException {
        var begun = received.begun(Ids.next("run"));
        if (!commits.call(connection -> IntakeTable.update(connection, received, begun))) {
            return Next.DONE;
        }
        Run run;
        try {
            run = work.begin(source, begun, new RunName(begun.runId(), clock.millis()));
        } catch (ApiException refused) {
            return refused.code() == ErrorCode.DRAINING ? putBack(begun, received) : failed(begun, refused);
        }
        return conclude(begun, run, attempt);
    }

    private Next conclude(Received received, Run run, Attempt attempt) throws InterruptedException {
        return switch (end(run)) {
            case Outcome.Completed completed ->
                done(received, run.completion(completed).text());
            case Outcome.Failed failed -> failed(received, failed.failure());
            case Outcome.Cancelled cancelled ->
                attempt.isStopping()
                        ? putBack(received, received.again(received.nextAt()))
                        : bury(received, ErrorCode.CANCELLED.wireName());
        };
    }

    private Outcome end(Run run) throws InterruptedException {
        try {
            return run.end().toCompletableFuture().get(longestRun.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            throw new ApiException(ErrorCode.DEADLINE_EXCEEDED, "The run does not end.", tooLong);
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /** This server stops: another one begins anew. */
    private Next putBack(Received begun, Received before) {
        commits.call(connection -> IntakeTable.update(connection, begun, before));
        return Next.again(NEXT_SERVER);
    }

    private Next done(Received received, String answer) {
        commits.call(connection -> IntakeTable.update(connection, received, received.done(answer)));
        meters.worked(received.source(), "done");
        return Next.DONE;
    }

    private Next failed(Received received, ApiException failure) {
        var code = failure.code().wireName();
        var wait = failure.code().retryable()
                ? schedule.after(received.attempts(), failure.retryAfter()).orElse(null)
                : null;
        if (wait == null) {
            return bury(received, code);
        }
        LOG.log(
                System.Logger.Level.INFO,
                "Attempt {0} at {1} of {2} failed: {3}",
                received.attempts(),
                received.id(),
                received.source(),
                code);
        meters.worked(received.source(), "failed");
        var next = received.failed(code, clock.millis() + wait.toMillis());
        commits.call(connection -> IntakeTable.update(connection, received, next));
        return Next.again(wait);
    }

    private Next bury(Received received, String code) {
        var dead = received.dead(code);
        var letter = letter(dead);
        boolean written = commits.call(connection -> {
            boolean mine = IntakeTable.update(connection, received, dead);
            if (mine) {
                announcements.announce(connection, letter);
            }
            return mine;
        });
        if (written) {
            meters.worked(received.source(), "dead");
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} of {1} is given up after {2} attempts: {3}",
                    dead.id(),
                    dead.source(),
                    dead.attempts(),
                    code);
        }
        return Next.DONE;
    }

    private Announcement letter(Received dead) {
        var data = Json.MAPPER
                .createObjectNode()
                .put("direction", "in")
                .put("source", dead.source())
                .put("attempts", dead.attempts())
                .put("error", dead.error());
        return Announcement.of(EventType.WEBHOOK_DEAD_LETTERED, "webhooks", dead.id(), Json.text(data), clock.millis());
    }
}
