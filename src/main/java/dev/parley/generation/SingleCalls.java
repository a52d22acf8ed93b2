package dev.parley.generation;

import dev.parley.governance.Admission;
import dev.parley.governance.Claim;
import dev.parley.llm.Usage;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Calls that are answered in one piece and need no run: vectors, rankings. Each is admitted, made and written down. */
@ApplicationScoped
class SingleCalls {

    @Inject
    Admission admission;

    @Inject
    Accounts accounts;

    /**
     * @param model {@code provider/model} that answered
     * @param usage what it cost
     */
    record Cost(String model, Usage usage) {}

    /**
     * Has {@code ask} paid. Blocks.
     *
     * @throws ApiException when it is refused, or the failure of {@code ask}
     */
    <T> T pay(Requester by, Claim claim, Supplier<T> ask, Function<T, Cost> cost) {
        var permit = admission.admit(by.caller(), claim, by.context());
        long begun = Ticker.SYSTEM.nanos();
        try {
            var answer = ask.get();
            var paid = cost.apply(answer);
            accounts.close(by.context(), claim.operation(), paid.model(), paid.usage(), since(begun), permit);
            return answer;
        } catch (ApiException failure) {
            accounts.close(claim.operation(), claim.models().getFirst(), failure, since(begun), permit);
            throw failure;
        }
    }

    private static Duration since(long begun) {
        return Duration.ofNanos(Ticker.SYSTEM.nanos() - begun);
    }
}
