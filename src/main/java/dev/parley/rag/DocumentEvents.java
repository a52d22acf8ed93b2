package dev.parley.rag;

import dev.parley.http.Json;
import dev.parley.observability.Drain;
import dev.parley.platform.VirtualThreads;
import dev.parley.problem.ApiException;
import dev.parley.rag.document.Document;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells clients how far a document is, from the database, so that it does not matter which server reads it. One virtual thread each,
 * which looks a few times a second and shows itself every second.
 */
@ApplicationScoped
class DocumentEvents {

    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int PAUSES_TO_PING = 5;
    private static final long STALLED_SECONDS = 30;

    @Inject
    Documents documents;

    @Inject
    VirtualThreads threads;

    @Inject
    Drain drain;

    /** @throws ApiException {@code NOT_FOUND}, before anything is sent */
    void follow(String owner, String id, SseEventSink sink, Sse sse) {
        var first = documents.find(owner, id);
        threads.execute(() -> {
            try (sink) {
                follow(first, sink, sse);
            } catch (InterruptedException | ExecutionException | TimeoutException | java.io.IOException left) {
                // there is nobody to tell
            }
        });
    }

    private void follow(Document first, SseEventSink sink, Sse sse)
            throws InterruptedException, ExecutionException, TimeoutException {
        String told = null;
        int silence = 0;
        for (var document = first; ; document = now(first)) {
            var now = Json.text(DocumentWire.of(document));
            if (!now.equals(told)) {
                send(
                        sink,
                        sse.newEventBuilder()
                                .name("progress")
                                .data(String.class, now)
                                .build());
                told = now;
                silence = 0;
            } else if (++silence % PAUSES_TO_PING == 0) {
                send(sink, sse.newEventBuilder().comment("ping").build());
            }
            if (document.status().isFinal() || drain.isDraining()) {
                send(sink, sse.newEventBuilder().data(String.class, "[DONE]").build());
                return;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** A document that is removed meanwhile ends like one that has failed. */
    private Document now(Document first) {
        try {
            return documents.find(first.owner(), first.id());
        } catch (ApiException goneOrUnknown) {
            return first.failed(goneOrUnknown.code().wireName(), goneOrUnknown.detail());
        }
    }

    private static void send(SseEventSink sink, OutboundSseEvent event)
            throws InterruptedException, ExecutionException, TimeoutException {
        sink.send(event).toCompletableFuture().get(STALLED_SECONDS, TimeUnit.SECONDS);
    }
}
