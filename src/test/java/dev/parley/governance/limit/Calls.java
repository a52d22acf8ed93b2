package dev.parley.governance.limit;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Rates;
import dev.parley.governance.Team;
import java.util.List;
import java.util.Set;

/** Callers and their calls, for tests. */
final class Calls {

    static final String MODEL = "openai/answer";

    private Calls() {}

    static Caller key(Rates rates) {
        return key("key_1", rates, null);
    }

    static Caller key(String id, Rates rates, Team team) {
        return new Caller(id, "test", team, Set.of(Caller.USER), List.of(), rates, BudgetLimits.UNLIMITED);
    }

    static Team team(Rates rates) {
        return new Team("ops", rates, BudgetLimits.UNLIMITED);
    }

    static Rates requests(int perMinute) {
        return new Rates(perMinute, null, null);
    }

    static Rates tokens(int perMinute) {
        return new Rates(null, perMinute, null);
    }

    static Rates runs(int atOnce) {
        return new Rates(null, null, atOnce);
    }

    /** Of 10 tokens and an answer of at most 90. */
    static Claim call() {
        return call(10, 90);
    }

    static Claim call(int input, Integer output) {
        return call(input, output, List.of(MODEL));
    }

    static Claim call(int input, Integer output, List<String> models) {
        return new Claim("run_1", "req_1", "chat", models, input, output);
    }
}
