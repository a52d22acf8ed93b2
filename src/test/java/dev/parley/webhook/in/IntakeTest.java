package dev.parley.webhook.in;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.parley.job.Workshop;
import dev.parley.observability.Drain;
import dev.parley.observability.QuietMeters;
import dev.parley.observability.RequestContext;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.webhook.Macs;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IntakeTest {

    private static final String SECRET = "a secret of a source";
    private static final Map<String, String> SETTINGS = Map.of(
            "parley.webhooks", "github,plain",
            "parley.webhooks.github.scheme", "github",
            "parley.webhooks.github.secret", "one that is replaced," + SECRET,
            "parley.webhooks.github.prompt", "What is {{title}}?",
            "parley.webhooks.github.key", "key_1",
            "parley.webhooks.plain.scheme", "token",
            "parley.webhooks.plain.secret", SECRET,
            "parley.webhooks.plain.prompt", "{{body}}",
            "parley.webhooks.plain.team", "red");

    private final MemoryDatabase database = new MemoryDatabase();
    private final List<Workshop> workshops = new ArrayList<>();
    private final Intake intake = server();

    @AfterEach
    void close() {
        workshops.forEach(Workshop::close);
        database.close();
    }

    @Test
    void writesTheDeliveryAndItsJobInOneCommit() {
        var taken = take("{\"title\":\"x\"}", "d1");

        assertThat(taken.duplicate()).isFalse();
        assertThat(database.ask("select state || ' ' || delivery_id || ' ' || body from webhook_intake"))
                .isEqualTo("pending d1 {\"title\":\"x\"}");
        assertThat(database.ask("select count(*) from jobs where task_name = 'webhook-intake'"))
                .isEqualTo("1");
    }

    @Test
    void theSameDeliveryTwentyTimesAtOnceOnTwoServersIsOne() throws Exception {
        var servers = List.of(intake, server());
        var all = new ArrayList<Intake.Taken>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var takes = new ArrayList<Future<Intake.Taken>>();
            for (int i = 0; i < 20; i++) {
                var server = servers.get(i % 2);
                takes.add(threads.submit(() -> take(server, "{\"title\":\"x\"}", "d1")));
            }
            for (var take : takes) {
                all.add(take.get());
            }
        }

        assertThat(all).extracting(Intake.Taken::id).containsOnly(all.getFirst().id());
        assertThat(all).filteredOn(taken -> !taken.duplicate()).hasSize(1);
        assertThat(database.ask("select count(*) from webhook_intake")).isEqualTo("1");
        assertThat(database.ask("select count(*) from jobs where task_name = 'webhook-intake'"))
                .isEqualTo("1");
    }

    @Test
    void aReplayedBodyUnderANewIdIsTheOldOne() {
        var first = take("{\"title\":\"x\"}", "d1");
        var again = take("{\"title\":\"x\"}", "d2");

        assertThat(again).isEqualTo(new Intake.Taken(first.id(), true));
    }

    @Test
    void withoutAnySignatureEverybodyIsRefusedAlike() {
        var body = Macs.bytes("{}");
        var messages = new ArrayList<String>();
        for (var source : List.of("github", "plain", "no-such-source", "standard")) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> intake.take(source, name -> "wrong", body, context()))
                    .matches(refused -> refused.code() == ErrorCode.UNAUTHORIZED)
                    .satisfies(refused -> messages.add(refused.detail()));
        }
        assertThat(messages).hasSize(4).containsOnly(messages.getFirst());
        assertThat(database.ask("select count(*) from webhook_intake")).isEqualTo("0");
    }

    @Test
    void whatIsSignedMustBeJson() {
        for (var body : List.of("", "payload=%7B%7D", "{", "{} {}", "{\"a\":1,\"a\":2}")) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> take(body, "d"))
                    .matches(refused -> refused.code().status() == 400);
        }
        var utf16 = "{\"title\":\"x\"}".getBytes(java.nio.charset.StandardCharsets.UTF_16);
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> take(intake, utf16, "d"))
                .matches(refused -> refused.code() == ErrorCode.INVALID_JSON);
    }

    @Test
    void isUnavailableWhileTheDatabaseIs() {
        database.down(true);

        assertThatExceptionOfType(java.util.concurrent.CompletionException.class)
                .isThrownBy(
                        () -> intake.take("github", headers(Macs.bytes("{}"), "d1")::get, Macs.bytes("{}"), context())
                                .toCompletableFuture()
                                .join())
                .withCauseInstanceOf(ApiException.class)
                .matches(failure -> ((ApiException) failure.getCause()).code() == ErrorCode.STORE_UNAVAILABLE);
        database.down(false);
    }

    @Test
    void whatIsSetWrongStopsTheStartAndNeverTellsTheSecret() {
        refuses("parley.webhooks.github.scheme", "md5", "standard, github, stripe or token");
        refuses("parley.webhooks.github.secret", "short", "16");
        refuses("parley.webhooks.github.secret", "", "parley.webhooks.github.secret is missing");
        refuses("parley.webhooks.github.prompt", "{{title", "{{ without }}");
        refuses("parley.webhooks.github.prompt", "", "parley.webhooks.github.prompt is missing");
        refuses("parley.webhooks.github.key", "", "parley.webhooks.github.key is missing");
        refuses("parley.webhooks", "Git Hub", "Git Hub");
    }

    private static void refuses(String key, String value, String why) {
        var settings = new HashMap<>(SETTINGS);
        settings.put(key, value);
        assertThatIllegalStateException()
                .isThrownBy(() -> sources(settings))
                .withMessageContaining(why)
                .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("'short'", SECRET));
    }

    private Intake server() {
        var server = new Intake();
        server.sources = sources(SETTINGS);
        server.commits = database.commits();
        server.job = new IntakeJob();
        server.jobs = workshop(server.commits, database.instance(new FakeTicker()));
        server.checkpoint = database.checkpoint();
        server.drain = new Drain();
        server.meters = new QuietMeters().webhooks();
        server.clock = Clock.systemUTC();
        return server;
    }

    private dev.parley.job.Jobs workshop(GroupCommit commits, Instances instances) {
        var workshop = new Workshop(database, Clock.systemUTC(), commits, instances, List.of());
        workshops.add(workshop);
        return workshop.jobs();
    }

    private static Sources sources(Map<String, String> settings) {
        var sources = new Sources();
        sources.settings = Settings.of(settings);
        sources.configure();
        return sources;
    }

    private Intake.Taken take(String body, String id) {
        return take(intake, body, id);
    }

    private static Intake.Taken take(Intake server, String body, String id) {
        return take(server, Macs.bytes(body), id);
    }

    private static Intake.Taken take(Intake server, byte[] body, String id) {
        CompletableFuture<Intake.Taken> taken =
                server.take("github", headers(body, id)::get, body, context()).toCompletableFuture();
        return taken.join();
    }

    private static Map<String, String> headers(byte[] body, String id) {
        return Map.of(
                "X-Hub-Signature-256",
                "sha256=" + HexFormat.of().formatHex(Macs.sha256(Macs.bytes(SECRET), body)),
                "X-GitHub-Delivery",
                id);
    }

    private static RequestContext context() {
        return RequestContext.background("req_1", null, "/webhooks/github");
    }
}
