package dev.parley.responses;

import dev.parley.problem.ApiException;
import dev.parley.run.Outcome;
import dev.parley.run.Run;
import java.util.List;

/**
 * A response whose run has ended. The same whenever it is put together again.
 *
 * @param refusal why there is no answer, null when there is one
 */
record Finished(Standing standing, List<Item> output, ResponseWire wire, ApiException refusal) {

    static Finished of(Exchange exchange, Run run, Outcome outcome) {
        var drafts = Drafts.of(exchange, run.journal());
        var refusal = outcome instanceof Outcome.Failed failed ? failed.failure() : drafts.refusal();
        var standing = Standing.of(
                outcome, refusal, (exchange.createdAt() + run.times().total().toMillis()) / 1_000);
        var output = drafts.items(standing.status().equals(Item.COMPLETED));
        return new Finished(standing, output, ResponseWire.of(exchange, run.model(), standing, output), refusal);
    }

    /** What a next request builds upon: nothing of a failure, and no call that broke off and so can't be answered. */
    List<Item> remembered() {
        return refusal != null
                ? List.of()
                : output.stream()
                        .filter(item -> !(item instanceof Item.FunctionCall call)
                                || call.status().equals(Item.COMPLETED))
                        .toList();
    }
}
