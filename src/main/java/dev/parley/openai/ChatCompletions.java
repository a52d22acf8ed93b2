package dev.parley.openai;

import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.llm.Prompt;
import dev.parley.problem.ApiException;
import dev.parley.run.Audible;
import dev.parley.run.Replies;
import dev.parley.run.Run;
import dev.parley.run.RunGroup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.AsyncResponse;
import java.util.ArrayList;
import java.util.List;

/** Starts the run, or runs, of a chat completion and answers with what they put out. */
@ApplicationScoped
class ChatCompletions {

    private static final String OPERATION = "chat";

    @Inject
    ChatPrompts prompts;

    @Inject
    Generation generation;

    @Inject
    Replies replies;

    void create(ChatRequestWire body, AsyncResponse response, HttpServletRequest request, HttpServletResponse http) {
        var choices = prompts.choices(body);
        var by = Requester.of(request);
        if (by.dryRun()) {
            var wanted = new GenerationRequest(by, OPERATION, choices.getFirst(), body.streams(), false, null);
            response.resume(generation.assess(wanted, choices.size()));
            return;
        }
        var runs = start(choices, body.streams(), by);
        Audible heard = runs.size() == 1 ? runs.getFirst() : new RunGroup(runs);
        long created = runs.getFirst().spec().createdAt() / 1_000;
        if (body.streams()) {
            var head = new ChunkHead(runs.getFirst().id(), created, body.wantsUsage());
            replies.lateStream(heard, new ChatChunks(runs, head), response, request, http);
        } else {
            replies.whole(heard, response, http, outcome -> ChatCompletionWire.of(runs, created));
        }
    }

    /** One run per choice; all or none. */
    private List<Run> start(List<Prompt> choices, boolean stream, Requester by) {
        var runs = new ArrayList<Run>(choices.size());
        try {
            for (int i = 0; i < choices.size(); i++) {
                runs.add(generation.start(
                        new GenerationRequest(by, OPERATION, choices.get(i), stream, false, null, i, null)));
            }
        } catch (ApiException refused) {
            runs.forEach(Run::expectOneLess);
            throw refused;
        }
        return runs;
    }
}
