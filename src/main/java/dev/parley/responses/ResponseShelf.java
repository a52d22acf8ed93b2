package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.governance.Caller;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.responses.LiveResponses.Live;
import dev.parley.run.Replies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Responses by their id, those that are under way and those that are stored, as one. */
@ApplicationScoped
class ResponseShelf {

    @Inject
    Archive archive;

    @Inject
    LiveResponses live;

    @Inject
    Interruptions interruptions;

    @Inject
    Replies replies;

    /** The response object as it is now. */
    Object show(String id, String owner) {
        return live.find(id, owner).<Object>map(Live::now).orElseGet(() -> archive.body(row(id, owner)));
    }

    /**
     * Streams its events, from the one after {@code after} on. When its run can't be read any more, its end is all there is to tell.
     */
    void stream(String id, int after, AsyncResponse response, HttpServletRequest request, HttpServletResponse http) {
        var owner = Caller.of(request).owner();
        live.find(id, owner)
                .ifPresentOrElse(
                        found -> {
                            found.run().expectOneMore();
                            var events = new ResponseEvents(found.exchange(), found.run(), after);
                            replies.promptStream(found.run(), events, request, http);
                        },
                        () -> response.resume(Response.ok(lastEvent(row(id, owner), after))
                                .type(MediaType.SERVER_SENT_EVENTS)
                                .header("Cache-Control", "no-cache")
                                .build()));
    }

    private String lastEvent(StoredResponse row, int after) {
        if (row.status.equals(Item.IN_PROGRESS) && !archive.isInterrupted(row)) {
            throw new ApiException(
                    ErrorCode.BAD_REQUEST, "This response is made by another server, where alone it can be streamed.");
        }
        var body = archive.body(row);
        var event = Json.MAPPER.createObjectNode();
        var type = Standing.event(body.path("status").textValue());
        event.put("type", type).put("sequence_number", after + 1).set("response", body);
        return "event: " + type + "\ndata: " + Json.text(event) + "\n\ndata: [DONE]\n\n";
    }

    /** Stops a response under way and answers with what it has become; one that has ended is left as it is. */
    void cancel(String id, String owner, AsyncResponse response) {
        var found = live.find(id, owner);
        if (found.isEmpty()) {
            var body = archive.body(row(id, owner));
            demandBackground(body.path("background").booleanValue());
            response.resume(body);
            return;
        }
        demandBackground(found.get().exchange().request().isBackground());
        found.get().run().cancel();
        found.get().run().end().thenRun(() -> response.resume(found.get().now()));
    }

    private static void demandBackground(boolean background) {
        if (!background) {
            throw Invalid.param("response_id", "names a response that was not started in the background");
        }
    }

    /** Forgets a response. One under way is stopped: nobody can ask for it any more. */
    void delete(String id, String owner) {
        var found = live.find(id, owner);
        if (!archive.remove(id, owner)) {
            throw notFound();
        }
        live.remove(id);
        found.ifPresent(it -> it.run().cancel());
    }

    /** What its request brought, as a JSON list. */
    JsonNode input(String id, String owner) {
        return archive.input(row(id, owner));
    }

    private StoredResponse row(String id, String owner) {
        return archive.find(id, owner).map(interruptions::settled).orElseThrow(ResponseShelf::notFound);
    }

    private static ApiException notFound() {
        return Invalid.because(
                ErrorCode.NOT_FOUND, "response_id", "names no response that is stored, or one that has expired");
    }
}
