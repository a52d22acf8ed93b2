package dev.parley.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.governance.Assessment;
import dev.parley.governance.Claim;
import dev.parley.governance.Outlook;
import dev.parley.governance.limit.Standing;
import dev.parley.observability.RequestContext;
import dev.parley.problem.Problem;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The answer of a dry run, the same at every door.
 *
 * @param models {@code provider/model} of everybody who might be asked, the first one first
 * @param inputTokens counted, of one choice
 * @param maxOutputTokens what the caller allows one choice, null when it did not say
 * @param choices how many answers are asked for; each is a call
 * @param worstCaseCost micro-dollars of all choices, null when there is no price
 * @param refusal what the call would be refused with, null when it would be admitted
 */
@Schema(name = "Verdict")
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Verdict(
        boolean admitted,
        List<String> models,
        @JsonProperty("input_tokens") int inputTokens,
        @JsonProperty("max_output_tokens") Integer maxOutputTokens,
        int choices,
        @JsonProperty("worst_case_cost") Long worstCaseCost,
        List<Limit> limits,
        List<Budget> budgets,
        Problem refusal) {

    /** One limit at this moment; {@code wanted} is what the call would reserve of it. */
    @Schema(name = "VerdictLimit")
    public record Limit(
            String scope, String name, String limits, long limit, long remaining, long wanted, boolean passes) {

        private static Limit of(Standing standing) {
            return new Limit(
                    standing.subject().scope().wireName(),
                    standing.subject().name(),
                    standing.measure().wireName(),
                    standing.limit(),
                    standing.remaining(),
                    standing.wanted(),
                    standing.passes());
        }
    }

    /** One budget at this moment, in micro-dollars. */
    @Schema(name = "VerdictBudget")
    public record Budget(
            String scope, String name, String period, long limit, long spent, long reserved, boolean passes) {

        private static Budget of(Outlook.Budget budget) {
            return new Budget(
                    budget.scope(),
                    budget.name(),
                    budget.period(),
                    budget.limit(),
                    budget.spent(),
                    budget.reserved(),
                    budget.passes());
        }
    }

    static Verdict of(Claim claim, int choices, Assessment assessment, RequestContext request) {
        var refusal = assessment.refusal();
        return new Verdict(
                refusal == null,
                claim.models(),
                claim.inputTokens(),
                claim.maxOutputTokens(),
                choices,
                assessment.costs().worstCase(),
                assessment.limits().stream().map(Limit::of).toList(),
                assessment.costs().budgets().stream().map(Budget::of).toList(),
                refusal == null ? null : Problem.of(refusal).at(request.path(), request.id()));
    }
}
