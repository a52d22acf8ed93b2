package dev.parley.chat;

import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.http.RequestTimeout;
import dev.parley.llm.Prompt;
import dev.parley.llm.ResponseFormat;
import dev.parley.run.Outcome;
import dev.parley.run.Replies;
import dev.parley.run.Run;
import dev.parley.run.RunWire;
import dev.parley.schema.Schemas;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.sse.SseEventSink;

/** Starts what the native API asks for and answers it, as JSON or as a stream. */
@ApplicationScoped
class NativeDoor {

    @Inject
    Generation generation;

    @Inject
    Schemas schemas;

    @Inject
    Replies replies;

    void answer(
            String operation,
            NativeRequest body,
            Long timeout,
            AsyncResponse response,
            HttpServletRequest request,
            HttpServletResponse http) {
        var wanted = wanted(operation, body, false, timeout, request);
        if (wanted.by().dryRun()) {
            response.resume(generation.assess(wanted, 1));
            return;
        }
        var run = generation.start(wanted);
        replies.whole(run, response, http, outcome -> answer(run, outcome));
    }

    void stream(
            String operation,
            NativeRequest body,
            Long timeout,
            SseEventSink sink,
            HttpServletRequest request,
            HttpServletResponse http) {
        replies.stream(generation.start(wanted(operation, body, true, timeout, request)), 0, sink, http);
    }

    private GenerationRequest wanted(
            String operation, NativeRequest body, boolean stream, Long timeout, HttpServletRequest request) {
        return new GenerationRequest(
                Requester.of(request), operation, prompt(body), stream, body.continues(), RequestTimeout.of(timeout));
    }

    private Prompt prompt(NativeRequest body) {
        var prompt = body.toPrompt();
        if (body.responseSchema() == null) {
            return prompt;
        }
        var schema = body.responseSchema().toString();
        schemas.compile("response_schema", schema);
        return prompt.with(new ResponseFormat.JsonSchema("response", schema, null));
    }

    private static RunWire.Answer answer(Run run, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            throw failed.failure();
        }
        return RunWire.Answer.of(run.id(), run.completion(outcome));
    }
}
