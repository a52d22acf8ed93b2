package dev.parley.provider;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.RestClientBuilder;

/** Builds the MicroProfile REST client of an endpoint: once, for good, shared by all calls. Each one costs a thread and a pool. */
public final class RestClients {

    /** In mebibytes; more than any body that the doors let in. */
    private static final String LARGEST_REQUEST_IN_MEMORY = "64";

    static {
        // beyond one mebibyte RESTEasy would write a request to a file of /tmp first, and that is no place for prompts
        System.getProperties()
                .putIfAbsent(
                        "org.jboss.resteasy.client.jaxrs.engines.fileUploadInMemoryThreshold",
                        LARGEST_REQUEST_IN_MEMORY);
    }

    private RestClients() {}

    /**
     * A client of {@code api}, which must be a public interface: Liberty refuses others. Its methods answer every status as a
     * {@code Response} and have no read timeout; who calls them is a virtual thread that is interrupted when the time is over.
     */
    public static <T> T of(Class<T> api, ProviderSettings settings) {
        return RestClientBuilder.newBuilder()
                .baseUri(settings.baseUrl())
                .connectTimeout(settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // RESTEasy's own name for it; the default of 50 would queue the 51st stream in silence
                .property("resteasy.connectionPoolSize", settings.maxConcurrent())
                // it would read the whole body of a failure into memory
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(api);
    }

    /** Ends a client that {@link #of} has made, its idle connections and its thread. */
    public static void close(Object client) {
        try {
            // MicroProfile REST Client 4.0, section "Closing": every client can be cast
            ((Closeable) client).close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
