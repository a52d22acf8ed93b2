package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.batch.Batch;
import dev.parley.batch.Question;
import dev.parley.openai.BatchLines;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Responses in batches. Each is one answer of its model: what a crash cuts off is asked for again, and tools must not run again. */
@ApplicationScoped
class ResponseBatchItems extends BatchLines {

    @Inject
    Exchanges exchanges;

    @Inject
    Turns turns;

    @Inject
    Runs runs;

    @Override
    public String endpoint() {
        return "/v1/responses";
    }

    @Override
    protected Question<?> question(JsonNode body, Batch batch) throws JsonProcessingException {
        var request = read(body, ResponseRequest.class);
        if (request.isBackground()) {
            throw Invalid.param("background", "must be false in a batch, which is in the background anyway");
        }
        var wishes = ToolRules.wishes(ToolReader.read(request.tools()), 0);
        if (!wishes.isEmpty()) {
            throw Invalid.param(
                    wishes.getFirst().param(), "runs in this server, which no tool does in a batch; send functions");
        }
        return new ResponseQuestion(turns, runs, exchanges.accept(request, batch.owner()));
    }
}
