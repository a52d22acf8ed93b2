package dev.parley.responses;

import dev.parley.generation.Requester;
import dev.parley.http.Late;
import dev.parley.platform.VirtualThreads;
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

    @Inject
    VirtualThreads threads;

    void create(ResponseRequest body, AsyncResponse response, HttpServletRequest request, HttpServletResponse http) {
        var by = Requester.of(request);
        var seat = Replies.Seat.of(request, http);
        work(body, response, () -> create(body, by, response, seat));
    }

    private void create(ResponseRequest body, Requester by, AsyncResponse response, Replies.Seat seat) {
        if (by.dryRun()) {
            response.resume(turns.assess(body, by));
            return;
        }
        var turn = turns.begin(body, by);
        if (body.isStream()) {
            if (body.isBackground()) {
                replies.promptStream(turn.heard(), turn.events(), seat);
            } else {
                stream(turn, response, seat);
            }
        } else if (body.isBackground()) {
            response.resume(turn.queued());
        } else {
            replies.whole(turn.heard(), response, seat, turn::answer);
        }
    }

    /** Answers with the events of a response, with the provider's status where it fails before the first. */
    void stream(Turn turn, AsyncResponse response, Replies.Seat seat) {
        replies.lateStream(turn.heard(), turn.events(), response, seat);
    }

    /** Has done what a request asks for; where other servers are asked for their tools, this may take a while and holds no request's thread. */
    void work(ResponseRequest asked, AsyncResponse response, Runnable work) {
        if (asked.namesServers()) {
            Late.run(threads, response, work::run);
        } else {
            work.run();
        }
    }
}
