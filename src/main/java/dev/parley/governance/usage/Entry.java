package dev.parley.governance.usage;

import dev.parley.governance.Settlement;
import dev.parley.llm.Usage;
import java.util.Locale;

/**
 * A row of the ledger.
 *
 * @param call what was opened
 * @param model {@code provider/model} that answered
 * @param cost micro-dollars, null when the model has no price
 * @param status {@code completed}, {@code failed}, {@code cancelled} or {@code interrupted}
 * @param ttftMillis null when no token came
 */
record Entry(OpenCall call, String model, Usage usage, Long cost, String status, Long ttftMillis, long durationMillis) {

    static final String INTERRUPTED = "interrupted";

    /** @param cost micro-dollars, null when the model has no price */
    static Entry of(OpenCall call, Settlement settlement, Long cost) {
        return new Entry(
                call,
                settlement.model(),
                settlement.usage(),
                cost,
                settlement.status().name().toLowerCase(Locale.ROOT),
                settlement.firstToken() == null
                        ? null
                        : Long.valueOf(settlement.firstToken().toMillis()),
                settlement.duration().toMillis());
    }

    String provider() {
        int slash = model.indexOf('/');
        return slash < 0 ? "" : model.substring(0, slash);
    }
}
