package dev.parley.responses;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.agent.OnceCalls;
import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ends responses whose server died: what their runs had put out is in the stored journal, and calls that must not run twice are written
 * down by themselves. A next request goes on from there. Done when somebody asks for the response.
 */
@ApplicationScoped
class Interruptions {

    @Inject
    Runs runs;

    @Inject
    OnceCalls once;

    @Inject
    Archive archive;

    /** The row as it is now: ended, if it says that it is under way and its run is not. For rows that are not live here. */
    StoredResponse settled(StoredResponse row) {
        if (!row.status.equals(Item.IN_PROGRESS) || row.request == null) {
            return row;
        }
        var run = run(row);
        var outcome = run == null ? null : run.outcome();
        if (outcome != null) {
            end(row, run, outcome);
            return archive.find(row.id, row.owner).orElse(row);
        }
        return row;
    }

    /** Null for a run that is not stored: it had not begun, or runs are not kept. */
    private Run run(StoredResponse row) {
        try {
            return runs.find(Previous.runId(row.id));
        } catch (ApiException unknown) {
            if (unknown.code() == ErrorCode.RUN_NOT_FOUND) {
                return null;
            }
            throw unknown;
        }
    }

    private void end(StoredResponse row, Run run, Outcome outcome) {
        var exchange = Exchanges.again(row);
        var finished = Finished.of(exchange, run, outcome);
        var remembered = new ArrayList<>(finished.remembered());
        remembered.addAll(begunOnce(exchange, remembered));
        archive.end(
                exchange,
                finished,
                body(row, finished),
                remembered,
                exchange.continued().spent());
    }

    /** Calls that were begun, durably, before the journal was written so far. */
    private List<Item> begunOnce(Exchange exchange, List<Item> known) {
        Set<String> there = known.stream()
                .filter(ServerItem.Call.class::isInstance)
                .map(item -> ((ServerItem.Call) item).callId())
                .collect(Collectors.toSet());
        var missing = new ArrayList<Item>();
        for (var call : exchange.isAgent() ? once.of(exchange.runId()) : List.<OnceCalls.Begun>of()) {
            if (!there.contains(call.callId())) {
                missing.add(ServerCallState.open(exchange, "lost" + missing.size(), call));
            }
        }
        return missing;
    }

    /** As the response was begun, and how it has ended. */
    private static String body(StoredResponse row, Finished finished) {
        var body = Json.MAPPER.<ObjectNode>valueToTree(finished.wire());
        var begun = archived(row);
        begun.set("status", body.get("status"));
        for (var field : List.of("error", "incomplete_details", "output", "usage", "completed_at", "model")) {
            begun.set(field, body.get(field));
        }
        return begun.toString();
    }

    private static ObjectNode archived(StoredResponse row) {
        return (ObjectNode) Archive.json(row.body);
    }
}
