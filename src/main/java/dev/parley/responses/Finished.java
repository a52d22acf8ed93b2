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
record Finished(Standing standing, List<Item> output, List<Item> settled, ResponseWire wire, ApiException refusal) {

    static Finished of(Exchange exchange, Run run, Outcome outcome) {
        var drafts = Drafts.of(exchange, run.journal());
        var refusal = outcome instanceof Outcome.Failed failed ? failed.failure() : drafts.refusal();
        var standing = Standing.of(
                outcome, refusal, (exchange.createdAt() + run.times().total().toMillis()) / 1_000);
        var output = drafts.items(standing.status().equals(Item.COMPLETED));
        return new Finished(
                standing,
                output,
                drafts.settledItems(),
                ResponseWire.of(exchange, run.model(), standing, output),
                refusal);
    }

    /**
     * What a next request builds upon: of a failure, what was done before the answer that failed, without calls that the client has not
     * heard of as such; and never a call that broke off and so can't be answered.
     */
    List<Item> remembered() {
        if (refusal != null) {
            return settled.stream()
                    .filter(item -> !(item instanceof Item.FunctionCall))
                    .toList();
        }
        return output.stream()
                .filter(item -> switch (item) {
                    case Item.FunctionCall call -> call.status().equals(Item.COMPLETED);
                    case ServerItem.Call call -> !call.isOpen() || settled.contains(call);
                    default -> true;
                })
                .toList();
    }
}
