package dev.parley.responses;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.agent.Approvals;
import dev.parley.cache.IdempotencyKey;
import dev.parley.generation.Requester;
import dev.parley.http.DryRun;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Takes decisions about calls, whichever way they come. A response that waited is over; the one that goes on builds upon it with the same
 * settings, so that clients that know nothing of this follow it like any other.
 */
@ApplicationScoped
class ApprovalDesk {

    /**
     * What has become of a decision.
     *
     * @param turn the response that goes on, null while something else is still waited for
     */
    record Decided(ApprovalWire answer, Turn turn) {}

    /**
     * The same for a client.
     *
     * @param pending ids of the questions that are still open
     * @param response that goes on in the background, null while something is still waited for: decisions, or outputs of the client's functions
     */
    @Schema(name = "Approval")
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record ApprovalWire(
            String object, String id, boolean approve, String reason, List<String> pending, ResponseWire response) {}

    @Inject
    Archive archive;

    @Inject
    Interruptions interruptions;

    @Inject
    OpenCalls openCalls;

    @Inject
    Approvals approvals;

    @Inject
    Turns turns;

    /**
     * Takes a decision about a call of a stored response, and goes on when it was the last that is waited for. A response that could not
     * be begun leaves the decision as it is: the same decision sent again goes on, or a request with {@code previous_response_id}. Sent
     * again after that it is answered with the response that goes on already, and nothing is paid again.
     *
     * @throws ApiException {@code NOT_FOUND}, {@code CONFLICT} for one that was decided otherwise, and what refuses a response
     */
    Decided decide(String responseId, ApprovalRequest decision, Requester by) {
        DryRun.refuse(by.dryRun(), "to take the decision");
        var owner = by.caller().owner();
        var row = row(responseId, owner);
        var question = question(row, decision);
        approvals.decide(question, owner, decision.approve(), decision.reason());
        var conversation = Items.read(row.conversation);
        var pending = List.copyOf(openCalls.undecided(conversation, owner));
        boolean goesOn = pending.isEmpty() && !CallPairs.waits(conversation) && row.request != null;
        var turn = goesOn ? turns.beginSteerable(next(row, decision), by.under(goingOn(row))) : null;
        var wire = new ApprovalWire(
                "parley.approval",
                question,
                decision.approve(),
                decision.reason(),
                pending,
                turn == null ? null : turn.queued());
        return new Decided(wire, turn);
    }

    private static ResponseRequest next(StoredResponse row, ApprovalRequest decision) {
        return ResponseRequest.read(row.request).after(row.id, decision.isStream(), !decision.isStream());
    }

    /** What goes on from a response is begun once, whoever decides last and however often. No client can send a key with blanks. */
    private static IdempotencyKey goingOn(StoredResponse row) {
        return new IdempotencyKey("approvals of " + row.id, row.id);
    }

    ApprovalList pending(String responseId, String owner) {
        var conversation = Items.read(row(responseId, owner).conversation);
        var undecided = openCalls.undecided(conversation, owner);
        return ApprovalList.of(conversation.stream()
                .filter(ServerItem.Asked.class::isInstance)
                .map(ServerItem.Asked.class::cast)
                .filter(question -> undecided.contains(question.id()))
                .toList());
    }

    private StoredResponse row(String id, String owner) {
        return archive.find(id, owner)
                .map(interruptions::settled)
                .orElseThrow(() -> Invalid.because(
                        ErrorCode.NOT_FOUND,
                        "response_id",
                        "names no response that is stored, or one that has expired"));
    }

    private static String question(StoredResponse row, ApprovalRequest decision) {
        if (decision == null || decision.approvalRequestId() == null) {
            throw Invalid.param("approval_request_id", "is required");
        }
        if (decision.approve() == null) {
            throw Invalid.param("approve", "is required");
        }
        Invalid.plain("reason", decision.reason());
        return Items.read(row.conversation).stream()
                .filter(ServerItem.Asked.class::isInstance)
                .map(item -> ((ServerItem.Asked) item).id())
                .filter(decision.approvalRequestId()::equals)
                .findFirst()
                .orElseThrow(() -> Invalid.because(
                        ErrorCode.NOT_FOUND, "approval_request_id", "names nothing that this response asks about"));
    }
}
