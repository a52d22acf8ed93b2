package dev.parley.responses;

import dev.parley.llm.Delta;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.store.FileCitations;
import dev.parley.run.Journal;
import java.util.ArrayList;
import java.util.List;

/**
 * The output as it grows: which delta belongs to which item. Text goes on with the message it began, thinking likewise, until something
 * else comes; the pieces of tool calls may come mixed, so calls stay open until the end.
 */
final class Drafts {

    private final Exchange exchange;
    private final List<Draft> all = new ArrayList<>();
    private final CitedPassages cited;
    private Draft speaking;
    private int step = 1;

    Drafts(Exchange exchange) {
        this.exchange = exchange;
        this.cited = CitedPassages.of(exchange.conversation());
    }

    /** All that a run has put out until now. */
    static Drafts of(Exchange exchange, Journal journal) {
        var drafts = new Drafts(exchange);
        int entries = journal.size();
        for (int i = 0; i < entries; i++) {
            switch (journal.at(i)) {
                case Delta.TextDelta text -> {
                    var draft = drafts.take(text);
                    draft.add(text.text());
                    if (text.logprobs() != null) {
                        draft.addLogprobs(text.logprobs());
                    }
                }
                case Delta.ReasoningDelta reasoning -> drafts.take(reasoning).add(reasoning.text());
                case Delta.ToolCallDelta call -> drafts.take(call).add(call.arguments());
                case Delta.StepEnd step -> drafts.take(step);
                case Delta.ToolEnd end -> drafts.take(end);
                case Delta.Approval approval -> drafts.take(approval);
                case Delta.Input input -> drafts.take(input);
                case Delta.Note note -> {}
                case Delta.UsageDelta usage -> {}
                case Delta.End end -> {}
            }
        }
        return drafts;
    }

    /** What was said until now is settled, and the next answer begins. The calls that begin to run are the answer. */
    List<Draft> take(Delta.StepEnd end) {
        speaking = null;
        step = end.number() + 1;
        var begun = all.stream()
                .filter(draft -> draft.runsHere() && !draft.isSettled())
                .toList();
        all.forEach(Draft::settle);
        return begun;
    }

    /** The call that has ended. */
    Draft take(Delta.ToolEnd end) {
        var call = serverCall(end.callId());
        call.ended(end);
        cited.add(call.item(true));
        return call;
    }

    Draft take(Delta.Approval approval) {
        var draft = Draft.of(all.size(), serverCall(approval.callId()).question(approval));
        draft.settle();
        all.add(draft);
        return draft;
    }

    Draft take(Delta.Input input) {
        speaking = null;
        var draft = begin(Draft.Kind.INPUT, null);
        draft.add(input.text());
        draft.settle();
        return draft;
    }

    private Draft serverCall(String callId) {
        return all.reversed().stream()
                .filter(draft -> draft.isServerCall(callId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("A journal tells of a call that it does not have"));
    }

    Draft take(Delta.TextDelta text) {
        return speaking(Draft.Kind.MESSAGE);
    }

    Draft take(Delta.ReasoningDelta reasoning) {
        return speaking(Draft.Kind.REASONING);
    }

    Draft take(Delta.ToolCallDelta call) {
        for (var draft : all) {
            if (draft.isCall(call.index())) {
                return draft;
            }
        }
        speaking = null;
        return begin(call);
    }

    private Draft begin(Delta.ToolCallDelta call) {
        if (exchange.tools().isClients(call.name())) {
            return begin(Draft.Kind.CALL, call);
        }
        var server = exchange.tools().serverOf(call.name());
        var own = exchange.tools().isFileSearch(call.name()) ? Draft.Kind.FILE_SEARCH : Draft.Kind.TOOL;
        var draft = begin(server == null ? own : Draft.Kind.MCP, call);
        draft.server(new ServerCallState(server, step, null));
        return draft;
    }

    private Draft speaking(Draft.Kind kind) {
        if (speaking == null || speaking.kind() != kind) {
            speaking = begin(kind, null);
            if (kind == Draft.Kind.MESSAGE && !cited.isEmpty()) {
                speaking.cites(new FileCitations(cited::at));
            }
        }
        return speaking;
    }

    private Draft begin(Draft.Kind kind, Delta.ToolCallDelta call) {
        var draft = new Draft(exchange, kind, all.size(), call);
        all.add(draft);
        return draft;
    }

    /** In the order of the output. */
    List<Draft> all() {
        return all;
    }

    /** @param whole whether nothing is missing; else the last item is incomplete */
    List<Item> items(boolean whole) {
        return all.stream().map(draft -> draft.item(whole || !isLast(draft))).toList();
    }

    /** Those that a next request may build upon although the run has failed. */
    List<Item> settledItems() {
        return all.stream()
                .filter(Draft::isSettled)
                .map(draft -> draft.item(true))
                .toList();
    }

    boolean isLast(Draft draft) {
        return draft.index() == all.size() - 1;
    }

    /** Why this output may not pass: a call of a tool that was not to be called. Null when it may. */
    ApiException refusal() {
        for (var draft : all) {
            if (draft.kind() == Draft.Kind.CALL && !exchange.tools().callable().contains(draft.function())) {
                return new ApiException(
                        ErrorCode.TOOL_NOT_ALLOWED,
                        "The model called a tool that is not among those it was allowed to call.");
            }
        }
        return null;
    }
}
