package dev.parley.responses;

import dev.parley.agent.ApprovalRow;
import dev.parley.agent.Approvals;
import dev.parley.agent.OpenCall;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The calls that a conversation has left without a result, and what was decided about them. */
@ApplicationScoped
class OpenCalls {

    /** Where a decision stands in the request. */
    private record Said(String param, ServerItem.Decided decision) {}

    @Inject
    Approvals approvals;

    /** The items of a conversation but for open calls that {@code next} takes up again. */
    static List<Item> closed(List<Item> conversation, List<Item> next) {
        var again = next.stream()
                .filter(ServerItem.Call.class::isInstance)
                .map(item -> ((ServerItem.Call) item).callId())
                .collect(Collectors.toSet());
        return conversation.stream()
                .filter(item ->
                        !(item instanceof ServerItem.Call call && call.isOpen() && again.contains(call.callId())))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    /**
     * What a run must do before it asks the model.
     *
     * @param before the conversation that the request continues
     * @param run that has left it
     * @param input of the request, with what was decided; taken down when the run begins
     * @throws dev.parley.problem.ApiException {@code INVALID_REQUEST} for a decision about nothing and for a call without one; {@code CONFLICT}
     */
    List<OpenCall> of(List<Item> before, String run, List<Item> input, String owner) {
        var said = said(input);
        var asked = asked(before);
        var open = new ArrayList<OpenCall>();
        for (var item : before) {
            if (item instanceof ServerItem.Call call && call.isOpen()) {
                var question = asked.get(call.callId());
                var row = question == null ? null : decided(question, said.remove(question.id()), owner);
                open.add(new OpenCall(call.callId(), call.tool(), call.arguments(), run, row));
            }
        }
        asked(input).values().forEach(history -> said.remove(history.id()));
        said.values().forEach(left -> {
            throw Invalid.param(left.param(), "names no call of the previous response that waits for a decision");
        });
        return open;
    }

    /** The question about each call; the last one where it was asked more than once. */
    private static Map<String, ServerItem.Asked> asked(List<Item> items) {
        var asked = new LinkedHashMap<String, ServerItem.Asked>();
        for (var item : items) {
            if (item instanceof ServerItem.Asked question) {
                asked.put(question.callId(), question);
            }
        }
        return asked;
    }

    private static Map<String, Said> said(List<Item> input) {
        var said = new LinkedHashMap<String, Said>();
        for (int i = 0; i < input.size(); i++) {
            if (input.get(i) instanceof ServerItem.Decided decision) {
                said.put(decision.approvalRequestId(), new Said("input[" + i + "].approval_request_id", decision));
            }
        }
        return said;
    }

    private ApprovalRow decided(ServerItem.Asked question, Said said, String owner) {
        var row = approvals.find(question.id(), owner).orElseThrow(OpenCalls::forgotten);
        if (said != null && row.approve() == null && !approvals.isExpired(row)) {
            return row.decided(said.decision().approve(), said.decision().reason());
        }
        if (said != null
                && (row.approve() == null || row.approve() != said.decision().approve())) {
            throw Invalid.because(
                    ErrorCode.CONFLICT, said.param(), "was decided otherwise before, or its time is over");
        }
        if (row.approve() == null && !approvals.isExpired(row)) {
            throw Invalid.param("input", "must hold a decision about " + question.id() + ", which waits for one");
        }
        return row;
    }

    private static RuntimeException forgotten() {
        return Invalid.because(
                ErrorCode.NOT_FOUND,
                "previous_response_id",
                "has a call that waits for a decision too old to be known");
    }

    /** Ids of the questions about open calls of a conversation that nobody has answered. */
    Set<String> undecided(List<Item> conversation, String owner) {
        return asked(conversation).values().stream()
                .map(ServerItem.Asked::id)
                .filter(id -> approvals
                        .find(id, owner)
                        .filter(row -> row.approve() == null && !approvals.isExpired(row))
                        .isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
