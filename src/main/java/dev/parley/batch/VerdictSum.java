package dev.parley.batch;

import dev.parley.generation.Verdict;
import dev.parley.observability.RequestContext;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.Problem;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The verdicts on several calls as one: what they take together, and whether that passes. */
final class VerdictSum {

    private VerdictSum() {}

    static Verdict of(List<Verdict> verdicts, RequestContext request) {
        var limits = verdicts.stream().flatMap(verdict -> verdict.limits().stream());
        var summed = sum(limits.toList(), limit -> limit.scope() + limit.name() + limit.limits(), VerdictSum::add);
        var cost = cost(verdicts);
        var first = verdicts.getFirst();
        var budgets = first.budgets().stream()
                .map(budget -> weighed(budget, cost == null ? 0 : cost))
                .toList();
        var refusal = refusal(verdicts, summed, budgets, request);
        var models = new LinkedHashSet<String>();
        verdicts.forEach(verdict -> models.addAll(verdict.models()));
        return new Verdict(
                refusal == null,
                List.copyOf(models),
                verdicts.stream().mapToInt(Verdict::inputTokens).sum(),
                maxOutput(verdicts),
                verdicts.stream().mapToInt(Verdict::choices).sum(),
                cost,
                summed,
                budgets,
                refusal);
    }

    private static Long cost(List<Verdict> verdicts) {
        return verdicts.stream().map(Verdict::worstCaseCost).anyMatch(Objects::isNull)
                ? null
                : Long.valueOf(
                        verdicts.stream().mapToLong(Verdict::worstCaseCost).sum());
    }

    private static Integer maxOutput(List<Verdict> verdicts) {
        return verdicts.stream().map(Verdict::maxOutputTokens).anyMatch(Objects::isNull)
                ? null
                : Integer.valueOf(
                        verdicts.stream().mapToInt(Verdict::maxOutputTokens).sum());
    }

    private static List<Verdict.Limit> sum(
            List<Verdict.Limit> parts,
            Function<Verdict.Limit, String> name,
            java.util.function.BinaryOperator<Verdict.Limit> add) {
        Map<String, Verdict.Limit> sums = new LinkedHashMap<>();
        parts.forEach(part -> sums.merge(name.apply(part), part, add));
        return List.copyOf(sums.values());
    }

    private static Verdict.Limit add(Verdict.Limit one, Verdict.Limit other) {
        long wanted = one.wanted() + other.wanted();
        return new Verdict.Limit(
                one.scope(), one.name(), one.limits(), one.limit(), one.remaining(), wanted, wanted <= one.remaining());
    }

    private static Verdict.Budget weighed(Verdict.Budget budget, long cost) {
        return new Verdict.Budget(
                budget.scope(),
                budget.name(),
                budget.period(),
                budget.limit(),
                budget.spent(),
                budget.reserved(),
                budget.spent() + budget.reserved() + cost <= budget.limit());
    }

    private static Problem refusal(
            List<Verdict> verdicts, List<Verdict.Limit> limits, List<Verdict.Budget> budgets, RequestContext request) {
        var single =
                verdicts.stream().map(Verdict::refusal).filter(Objects::nonNull).findFirst();
        if (single.isPresent()) {
            return single.get();
        }
        if (budgets.stream().anyMatch(budget -> !budget.passes())) {
            return told(ErrorCode.BUDGET_EXCEEDED, "A budget does not bear all items together.", request);
        }
        return limits.stream().anyMatch(limit -> !limit.passes())
                ? told(ErrorCode.RATE_LIMITED, "A limit does not bear all items at once.", request)
                : null;
    }

    private static Problem told(ErrorCode code, String detail, RequestContext request) {
        return Problem.of(new ApiException(code, detail)).at(request.path(), request.id());
    }
}
