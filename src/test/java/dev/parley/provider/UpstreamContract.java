package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.llm.Content;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.Sampling;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.upstream.ScriptedUpstream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every provider that is reached by HTTP does alike. */
abstract class UpstreamContract extends ProviderContract {

    static final String KEY = "sk-KEY-of-the-test";

    ScriptedUpstream upstream;
    Provider provider;

    abstract ProviderType type();

    abstract URI baseUrl(ScriptedUpstream upstream);

    @BeforeAll
    void start() {
        upstream = ScriptedUpstream.start();
        provider = type().create(settings(baseUrl(upstream), KEY));
    }

    @AfterAll
    void stop() {
        provider.close();
        upstream.close();
    }

    ProviderSettings settings(URI baseUrl, String key) {
        return new ProviderSettings(
                type().type(), type().type(), baseUrl, key, List.of("*"), 1_000, 0, Duration.ofSeconds(2), true, true);
    }

    @Override
    Provider provider() {
        return provider;
    }

    @Override
    String model(String behaviour) {
        return behaviour;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void callsSeveralToolsAtOnce(boolean stream) {
        var calls = hear("tool", stream).calls();

        assertThat(calls).extracting(Content.ToolCall::name).containsExactly("get_weather", "get_time");
        assertThat(calls.get(1).arguments()).isEqualTo("{}");
        assertThat(calls.get(1).id()).isNotEqualTo(calls.get(0).id());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsTheReasoning(boolean stream) {
        var heard = hear("reasoning", stream);

        assertThat(heard.reasoning()).isEqualTo("Let me think.");
        assertThat(heard.text()).isEqualTo(QUESTION);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsUsageBeforeTheEnd(boolean stream) {
        var usage = hear("answer", stream).usage();

        assertThat(usage.input()).isEqualTo(20);
        assertThat(usage.cachedInput()).isEqualTo(8);
        assertThat(usage.output()).isEqualTo(6);
        assertThat(usage.estimated()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void inventsNoUsage(boolean stream) {
        assertThat(hear("no-usage", stream).usage()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"length, LENGTH", "filtered, CONTENT_FILTER", "odd-finish, STOP"})
    void tellsWhyItEnded(String behaviour, FinishReason reason) {
        assertThat(hear(behaviour, true).finish()).isEqualTo(reason);
        assertThat(hear(behaviour, false).finish()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crlf", "cr", "no-space", "byte-by-byte", "no-end-mark", "whole-although-streamed"})
    void readsEveryFraming(String behaviour) {
        var heard = hear(behaviour, true);

        assertThat(heard.text()).isIn(QUESTION, "Hello");
        assertThat(heard.finish()).isEqualTo(FinishReason.STOP);
        assertThat(heard.usage()).isEqualTo(new Usage(20, 6, 8, heard.usage().reasoning(), false));
    }

    @Test
    void passesOnEveryDeltaBeforeTheNextIsWritten() {
        try (var stream = open("gated", true)) {
            for (var expected : List.of("Hello", " from", " the", " scripted", " upstream", ".")) {
                upstream.letOneDeltaPass();
                assertThat(stream.next()).isEqualTo(new Delta.TextDelta(expected));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "refused, PROVIDER_REFUSED_REQUEST",
        "unprocessable, PROVIDER_REFUSED_REQUEST",
        "bad-key, PROVIDER_UNAUTHORIZED",
        "forbidden, PROVIDER_UNAUTHORIZED",
        "rate-limited-seconds, PROVIDER_RATE_LIMITED",
        "failing, PROVIDER_ERROR",
        "overloaded, PROVIDER_ERROR",
        "gateway-timeout, PROVIDER_TIMEOUT",
        "redirect, PROVIDER_BROKEN_RESPONSE",
        "reset-before, PROVIDER_UNREACHABLE",
        "close-before, PROVIDER_UNREACHABLE",
        "html, PROVIDER_BROKEN_RESPONSE",
        "no-event, PROVIDER_BROKEN_RESPONSE",
        "huge, PROVIDER_BROKEN_RESPONSE",
        "reset-after, PROVIDER_BROKEN_RESPONSE",
        "cut, PROVIDER_BROKEN_RESPONSE",
        "malformed, PROVIDER_BROKEN_RESPONSE",
    })
    void failsInOurWords(String behaviour, ErrorCode code) {
        for (var failure : List.of(failure(behaviour, true), failure(behaviour, false))) {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(everythingSaid(failure)).doesNotContain("SECRET").doesNotContain(KEY);
        }
    }

    @Test
    void failsWithTheErrorOfAnEvent() {
        var failure = failure("error-event", true);

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_RATE_LIMITED);
        assertThat(everythingSaid(failure)).doesNotContain("SECRET");
    }

    @Test
    void understandsRetryAfterInAllFormats() {
        assertThat(failure("rate-limited-seconds", true).retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(failure("rate-limited-millis", true).retryAfter()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(failure("rate-limited-date", true).retryAfter())
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
    }

    @Test
    void tellsThatNobodyListens() {
        URI gone;
        try (var other = ScriptedUpstream.start()) {
            gone = baseUrl(other);
        }
        var lonely = type().create(settings(gone, KEY));

        var failure = catchThrowableOfType(ApiException.class, () -> lonely.open("answer", PROMPT, true));

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
        assertThat(failure.detail()).contains("refused the connection");
        lonely.close();
    }

    @Test
    void sendsNoKeyWhereThereIsNone() {
        var open = type().create(settings(baseUrl(upstream), null));

        Heard.of(open.open("answer", PROMPT, false));

        assertThat(upstream.lastRequest().headers()).doesNotContainKeys("authorization", "x-api-key");
        open.close();
    }

    @Test
    void sendsJson() {
        hear("answer", true);

        assertThat(upstream.lastRequest().headers())
                .containsEntry("content-type", "application/json")
                .containsEntry("accept", "application/json, text/event-stream");
        assertThat(upstream.lastRequest().json().path("stream").asBoolean()).isTrue();
    }

    @Test
    void keepsLargePromptsOutOfTheFileSystem() throws IOException {
        var large = Prompt.of(null, List.of(Message.of(Role.USER, "x".repeat(5_000_000))), Sampling.DEFAULT);

        try (var stream = provider.open("hang-after-first", large, true);
                var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            assertThat(stream.next()).isEqualTo(new Delta.TextDelta("Hello"));
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith(ProcessHandle.current().pid() + ""));
        }
    }

    private static String everythingSaid(Throwable failure) {
        var said = new StringWriter();
        failure.printStackTrace(new PrintWriter(said));
        return said.toString();
    }
}
