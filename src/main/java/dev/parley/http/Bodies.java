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
import java.util.Set;
import java.util.regex.Pattern;

/** Reads bodies, within {@link BodyLimits}. */
@ApplicationScoped
class Bodies {

    /** Fewer than Open Liberty has request threads at its start. */
    private static final int WAITED_FOR_AT_MOST = 2;

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
        var reading = watch.watch(deadline, client);
        try {
            var body = intoFile
                    ? SpooledBody.read(in, announced, limits.uploads().get(path), deadline)
                    : Body.read(in, announced, limits.mostFor(path), deadline);
            reading.end();
            return body;
        } catch (ApiException refused) {
            letDrain(intoFile ? watchShortly(reading, client) : reading, client);
            throw refused;
        }
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

    /** Nobody waits for the rest of a refused file as long as for one that is wanted. */
    private BodyWatch.Reading watchShortly(BodyWatch.Reading reading, ConnectionBreaker client) {
        reading.end();
        return watch.watch(Deadline.after(limits.time(), Ticker.SYSTEM), client);
    }

    /**
     * The container reads on after a refusal, so that a client which is still sending gets to see its answer. That takes a request
     * thread until the watch ends it, so there is no time for it in a crowd.
     */
    private void letDrain(BodyWatch.Reading reading, ConnectionBreaker client) {
        if (isCrowded()) {
            client.stopReading();
            reading.end();
        }
    }
}
