package dev.parley.http;

import dev.parley.platform.Deadline;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads bodies, within {@link BodyLimits}. */
@ApplicationScoped
class Bodies {

    /** Fewer than Open Liberty has request threads at its start. */
    private static final int WAITED_FOR_AT_MOST = 2;

    /** How many times what is allowed a client may announce to be waited for after its refusal: with that it may be done soon. */
    private static final int WITHIN_REACH = 4;

    /** For a client that won't be: as long as it takes to see the answer. */
    private static final Duration A_LOOK = Duration.ofSeconds(1);

    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private BodyLimits limits;

    @Inject
    Settings settings;

    @Inject
    BodyWatch watch;

    @PostConstruct
    void configure() {
        limits = BodyLimits.read(settings);
    }

    /** Whether so many bodies are under way that no further request thread should wait for one. */
    boolean isCrowded() {
        return watch.count() >= WAITED_FOR_AT_MOST;
    }

    /** Whether bodies of a path are files: read on a virtual thread, however few there are, and kept on disk. */
    boolean isUpload(String path) {
        return limits.isUpload(path);
    }

    /**
     * Whether a request may have a body; an HTTP/2 one need not announce it.
     *
     * @param length its Content-Length, null for none
     * @param chunked its Transfer-Encoding, null for none
     */
    static boolean hasBody(String method, String length, String chunked) {
        return length != null || chunked != null || !WITHOUT_BODY.contains(method);
    }

    /**
     * Reads the whole body.
     *
     * @param length the Content-Length, null for none
     * @param path below the application, which decides how much is allowed
     * @throws ApiException as {@link Body#read}, and {@code BAD_REQUEST} for a length that is none
     */
    WholeBody read(InputStream in, String length, String path, ConnectionBreaker client) {
        return read(in, length, path, client, limits.isUpload(path));
    }

    private WholeBody read(InputStream in, String length, String path, ConnectionBreaker client, boolean intoFile) {
        if (length != null && !LENGTH.matcher(length).matches()) {
            client.stopReading(); // who knows what the container takes it for
            throw new ApiException(ErrorCode.BAD_REQUEST, "The Content-Length is no length.");
        }
        var announced = length == null ? -1 : Long.parseLong(length);
        var deadline = Deadline.after(intoFile ? limits.timeFor(path) : limits.time(), Ticker.SYSTEM);
        long most = intoFile ? limits.uploads().get(path) : limits.mostFor(path);
        var reading = watch.watch(deadline, client);
        try {
            var body = intoFile
                    ? SpooledBody.read(in, announced, most, deadline)
                    : Body.read(in, announced, (int) most, deadline);
            reading.end();
            return body;
        } catch (ApiException refused) {
            letDrain(rest(announced, most, deadline), client);
            reading.end();
            throw refused;
        }
    }

    /** Until when the rest of a refused body may come: of a file no longer than of any other. */
    private Deadline rest(long announced, long most, Deadline deadline) {
        var time = announced / WITHIN_REACH > most ? A_LOOK : limits.time();
        long left = Math.min(deadline.remainingNanos(), time.toNanos());
        return Deadline.after(Duration.ofNanos(left), Ticker.SYSTEM);
    }

    /**
     * Lets the body of a request that is refused already come and be forgotten, within the same limits. Blocks for as long; in a crowd
     * the connection ends instead.
     */
    void discard(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        var length = request.getHeader("Content-Length");
        if (!hasBody(request.getMethod(), length, request.getHeader("Transfer-Encoding"))) {
            return;
        }
        var client = ConnectionBreaker.of(response);
        if (isCrowded()) {
            client.stopReading();
            return;
        }
        try {
            read(request.getInputStream(), length, path, client, false);
        } catch (ApiException refused) {
            // it was told already why it is refused
        }
    }

    /**
     * The container reads on after a refusal, so that a client which is still sending gets to see its answer. That takes a request
     * thread until the watch ends it, so there is no time for it in a crowd.
     */
    private void letDrain(Deadline rest, ConnectionBreaker client) {
        if (isCrowded()) {
            client.stopReading();
        } else {
            watch.watch(rest, client);
        }
    }
}
