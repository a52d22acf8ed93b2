package dev.parley.responses;

import dev.parley.llm.Delta;
import dev.parley.run.Events;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * A run as the events of Open Responses, in the order of wire-facts. One journal entry becomes any number of events; as the same entries
 * always become the same events with the same numbers, a client can come back and have them made again, after the last one it saw.
 */
final class ResponseEvents implements Events<byte[]> {

    private final Exchange exchange;
    private final Run run;
    private final Drafts drafts;
    private final List<DeltaEvent> deltas = new ArrayList<>();
    private final EventQueue queue;
    private final Framing framing;

    private Draft speaking;
    private int entry;
    private boolean begun;
    private boolean ended;

    /** @param after the last number the client has seen, -1 for none */
    ResponseEvents(Exchange exchange, Run run, int after) {
        this(exchange, run, after, Framing.SSE);
    }

    ResponseEvents(Exchange exchange, Run run, int after, Framing framing) {
        this.exchange = exchange;
        this.run = run;
        this.drafts = new Drafts(exchange);
        this.framing = framing;
        this.queue = new EventQueue(framing, after);
    }

    /** Events are made in their order and handed out once; the number only counts them. */
    @Override
    public byte[] at(int position) {
        if (queue.isEmpty()) {
            makeNext();
        }
        return queue.poll();
    }

    @Override
    public boolean endBefore(int position) {
        return ended && queue.isEmpty();
    }

    @Override
    public byte[] ping() {
        return EventQueue.PING;
    }

    private void makeNext() {
        if (!begun) {
            begun = true;
            begin();
        }
        // in this order: with the outcome there, the size is final
        var outcome = run.journal().outcome();
        int entries = run.journal().size();
        while (queue.isEmpty() && entry < entries) {
            take(run.journal().at(entry++));
        }
        if (queue.isEmpty() && outcome != null && entry == entries && !ended) {
            ended = true;
            end(outcome);
        }
    }

    private void begin() {
        if (exchange.request().isBackground()) {
            whole("response.created", Standing.QUEUED);
            whole("response.queued", Standing.QUEUED);
        } else {
            whole("response.created", Standing.IN_PROGRESS);
        }
        whole("response.in_progress", Standing.IN_PROGRESS);
    }

    private void whole(String type, Standing standing) {
        queue.add(number ->
                new EventWire.Whole(type, number, ResponseWire.of(exchange, run.model(), standing, List.of())));
    }

    private void take(Delta delta) {
        switch (delta) {
            case Delta.TextDelta text -> say(opened(drafts.take(text)), text);
            case Delta.ReasoningDelta reasoning -> grow(opened(drafts.take(reasoning)), reasoning.text());
            case Delta.ToolCallDelta call -> grow(opened(drafts.take(call)), call.arguments());
            case Delta.StepEnd step -> stepEnded(step);
            case Delta.ToolEnd end -> callEnded(drafts.take(end));
            case Delta.Approval approval -> whole(drafts.take(approval));
            case Delta.Input input -> said(drafts.take(input));
            case Delta.Note note -> {}
            case Delta.UsageDelta usage -> {}
            case Delta.End end -> {}
        }
    }

    private void stepEnded(Delta.StepEnd step) {
        stopSpeaking();
        for (var call : drafts.take(step)) {
            if (!isSearch(call)) {
                queue.add(number -> EventWire.OfText.done(number, call));
            }
            queue.add(number -> EventWire.OfCall.of(number, call, "in_progress"));
            if (isSearch(call)) {
                queue.add(number -> EventWire.OfCall.of(number, call, "searching"));
            }
        }
    }

    private void callEnded(Draft call) {
        var item = call.item(true);
        boolean failed = ((ServerItem.Call) item).status().equals(ServerItem.FAILED);
        if (!failed || !isSearch(call)) {
            queue.add(number -> EventWire.OfCall.of(number, call, failed ? "failed" : Item.COMPLETED));
        }
        done(call, item);
    }

    private void done(Draft draft, Item item) {
        var shown = FileSearchCall.shown(item, exchange.request());
        queue.add(number -> new EventWire.OfItem("response.output_item.done", number, draft.index(), shown));
    }

    /** A search has no events for its arguments, and none for its failure. */
    private static boolean isSearch(Draft draft) {
        return draft.kind() == Draft.Kind.FILE_SEARCH;
    }

    private void said(Draft input) {
        stopSpeaking();
        whole(input);
    }

    /** An item that is whole when it comes. */
    private void whole(Draft draft) {
        deltas.add(null);
        queue.add(number -> new EventWire.OfItem("response.output_item.added", number, draft.index(), draft.begun()));
        queue.add(number -> new EventWire.OfItem("response.output_item.done", number, draft.index(), draft.item(true)));
    }

    private void stopSpeaking() {
        if (speaking != null) {
            close(speaking, true);
            speaking = null;
        }
    }

    /** The draft, whose beginning was told. What spoke before it is done, but for calls, which may go on. */
    private Draft opened(Draft draft) {
        if (draft.index() == deltas.size()) {
            stopSpeaking();
            speaking = draft.isCall() ? null : draft;
            deltas.add(new DeltaEvent(draft, framing));
            queue.add(
                    number -> new EventWire.OfItem("response.output_item.added", number, draft.index(), draft.begun()));
            if (speaking != null) {
                part("response.content_part.added", draft, draft.begunPart());
            }
        }
        return draft;
    }

    private void say(Draft draft, Delta.TextDelta text) {
        if (text.logprobs() == null) {
            grow(draft, text.text());
        } else {
            int cited = draft.annotated();
            draft.add(text.text());
            var logprobs = draft.addLogprobs(text.logprobs());
            queue.add(number -> EventWire.OfText.delta(number, draft, text.text(), logprobs));
            annotate(draft, cited);
        }
    }

    private void grow(Draft draft, String piece) {
        if (piece.isEmpty()) {
            return;
        }
        int cited = draft.annotated();
        draft.add(piece);
        if (!isSearch(draft)) {
            queue.add(deltas.get(draft.index()), piece);
        }
        annotate(draft, cited);
    }

    /** Tells what the last piece has cited, after those before it. */
    private void annotate(Draft draft, int before) {
        for (int i = before; i < draft.annotated(); i++) {
            int place = i;
            queue.add(number -> EventWire.Annotated.of(number, draft, place, draft.annotation(place)));
        }
    }

    private void close(Draft draft, boolean whole) {
        if (!isSearch(draft) && (!draft.runsHere() || !draft.isSettled())) {
            queue.add(number -> EventWire.OfText.done(number, draft));
        }
        if (!draft.isCall()) {
            part("response.content_part.done", draft, draft.part());
        }
        done(draft, draft.item(whole));
    }

    private void part(String type, Draft draft, Part part) {
        queue.add(number -> new EventWire.OfPart(type, number, draft.id(), draft.index(), 0, part));
    }

    private void end(Outcome outcome) {
        var finished = Finished.of(exchange, run, outcome);
        boolean whole = finished.standing().status().equals(Item.COMPLETED);
        for (var draft : drafts.all()) {
            if (draft == speaking || draft.isCall() && !draft.hasEnded()) {
                close(draft, whole || !drafts.isLast(draft));
            }
        }
        if (finished.refusal() != null) {
            queue.add(number -> EventWire.Failure.of(number, finished.refusal()));
        }
        var type = Standing.event(finished.standing().status());
        queue.add(number -> new EventWire.Whole(type, number, finished.wire()));
        queue.end();
    }
}
