package dev.parley.responses;

import dev.parley.generation.Requester;
import dev.parley.run.Replies;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;

/** Answers {@code POST /v1/responses}: as JSON, as a stream, or at once while the response goes on. */
@ApplicationScoped
class ResponseDoor {

    @Inject
    Turns turns;

    @Inject
    Replies replies;

    void create(ResponseRequest body, AsyncResponse response, HttpServletRequest request, HttpServletResponse http) {
        var by = Requester.of(request);
        if (by.dryRun()) {
            response.resume(turns.assess(body, by));
            return;
        }
        var turn = turns.begin(body, by);
        if (body.isStream()) {
            if (body.isBackground()) {
                replies.promptStream(turn.heard(), turn.events(), request, http);
            } else {
                stream(turn, response, request, http);
            }
        } else if (body.isBackground()) {
            response.resume(turn.queued());
        } else {
            replies.whole(turn.heard(), response, http, turn::answer);
        }
    }

    /** Answers with the events of a response, with the provider's status where it fails before the first. */
    void stream(Turn turn, AsyncResponse response, HttpServletRequest request, HttpServletResponse http) {
        replies.lateStream(turn.heard(), turn.events(), response, request, http);
    }
}
