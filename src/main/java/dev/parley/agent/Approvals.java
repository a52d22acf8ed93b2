package dev.parley.agent;

import dev.parley.llm.ApprovalReason;
import dev.parley.persistence.GroupCommit;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/**
 * What people decide about calls of tools. A question is in the database before its response ends, a decision is taken once, and one run
 * alone obeys it. Blocks for the database and fails with {@code STORE_UNAVAILABLE} without it.
 */
@ApplicationScoped
public class Approvals {

    private static final int LONGEST_SAID = 2_000;

    private AgentSettings rules;

    @Inject
    Settings settings;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = AgentSettings.read(settings);
    }

    ApprovalRow ask(String owner, String runId, ToolCall call, ApprovalReason reason) {
        var now = clock.millis();
        var row = new ApprovalRow(
                Ids.next("apr"),
                owner,
                runId,
                call.id(),
                call.name(),
                call.arguments(),
                reason,
                now,
                now + rules.approvalTtl().toMillis(),
                null,
                null,
                null);
        commits.call(connection -> {
            ApprovalTable.insert(connection, row);
            return null;
        });
        return row;
    }

    /** The caller's own question. */
    public Optional<ApprovalRow> find(String id, String owner) {
        return commits.read(connection -> ApprovalTable.find(connection, id, owner));
    }

    /** Whether nobody has decided in time. */
    public boolean isExpired(ApprovalRow row) {
        return row.approve() == null && row.expiresAt() <= clock.millis();
    }

    /**
     * Takes a decision. The same one may be sent again, as clients do that have not heard the answer, and changes nothing then.
     *
     * @param said by whoever decides, null for nothing; the model is told
     * @throws ApiException {@code NOT_FOUND}; {@code CONFLICT} when another decision was taken before, or its time is over
     */
    public ApprovalRow decide(String id, String owner, boolean approve, String said) {
        var decided = find(id, owner).orElseThrow(Approvals::notFound).decided(approve, shortened(said));
        int taken = commits.call(
                connection -> ApprovalTable.decide(connection, id, owner, approve, decided.said(), clock.millis()));
        if (taken == 0 && !find(id, owner).filter(decided::decidesAs).isPresent()) {
            throw new ApiException(
                    ErrorCode.CONFLICT,
                    "Something else was decided about the approval request %s before, or its time is over."
                            .formatted(id));
        }
        return decided;
    }

    /** Has {@code runId} obey a decision, which is taken now if it was not before: false when another run obeys. */
    boolean use(ApprovalRow decided, String runId) {
        return commits.call(connection -> ApprovalTable.use(connection, decided, runId, clock.millis())) > 0;
    }

    void removeOld() {
        var before = clock.millis() - rules.keep().toMillis();
        commits.submit(connection -> ApprovalTable.removeOlder(connection, before));
    }

    private static String shortened(String said) {
        return said == null || said.length() <= LONGEST_SAID ? said : said.substring(0, LONGEST_SAID);
    }

    private static ApiException notFound() {
        return new ApiException(ErrorCode.NOT_FOUND, "There is no approval request with this id.");
    }
}
