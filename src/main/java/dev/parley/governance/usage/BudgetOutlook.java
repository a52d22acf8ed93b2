package dev.parley.governance.usage;

import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Outlook;
import dev.parley.governance.budget.Account;
import dev.parley.governance.budget.Budgets;
import dev.parley.governance.budget.Owner;
import dev.parley.governance.budget.Prices;
import dev.parley.governance.budget.Quote;
import dev.parley.governance.budget.Today;
import dev.parley.persistence.GroupCommit;
import dev.parley.problem.ApiException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What {@link Ledger#open} would say, and where budgets stand. Reserves nothing. */
@ApplicationScoped
public class BudgetOutlook implements Outlook {

    @Inject
    Prices prices;

    @Inject
    GroupCommit commits;

    @Inject
    Clock clock;

    @Override
    public Costs of(Caller caller, Claim claim) {
        var quote = prices.quote(claim);
        var accounts = accounts(caller);
        long amount = quote.worstCase() == null ? 0 : quote.worstCase();
        var budgets = accounts.stream()
                .flatMap(account -> account.budgets(amount).stream())
                .toList();
        return new Costs(quote.worstCase(), budgets, refusal(claim, quote, accounts, amount));
    }

    private static ApiException refusal(Claim claim, Quote quote, List<Account> accounts, long amount) {
        boolean budgeted =
                accounts.stream().anyMatch(account -> !account.owner().limits().isUnlimited());
        if (budgeted && quote.worstCase() == null) {
            return Prices.unpriced(claim);
        }
        return accounts.stream()
                .filter(account -> account.budgets(amount).stream().anyMatch(budget -> !budget.passes()))
                .findFirst()
                .map(account -> Budgets.exceeded(account, amount))
                .orElse(null);
    }

    /**
     * Where a caller and its team stand.
     *
     * @throws ApiException {@code STORE_UNAVAILABLE}
     */
    List<Account> accounts(Caller caller) {
        return commits.read(connection -> {
            var today = Today.at(clock.instant());
            var accounts = new ArrayList<Account>();
            for (var owner : Owner.of(caller)) {
                accounts.add(Budgets.look(connection, owner, today));
            }
            return accounts;
        });
    }
}
