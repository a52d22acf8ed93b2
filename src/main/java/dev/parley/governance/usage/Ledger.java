package dev.parley.governance.usage;

import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Settlement;
import dev.parley.governance.StoreFailure;
import dev.parley.governance.budget.Account;
import dev.parley.governance.budget.Budgets;
import dev.parley.governance.budget.Owner;
import dev.parley.governance.budget.Prices;
import dev.parley.governance.budget.ReachedBudgets;
import dev.parley.governance.budget.Today;
import dev.parley.observability.Meters;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Opens calls and closes them: what they may cost is reserved first, what they did cost is written down last. */
@ApplicationScoped
public class Ledger {

    private StoreFailure onFailure;

    @Inject
    Settings settings;

    @Inject
    Prices prices;

    @Inject
    GroupCommit commits;

    @Inject
    Backlog backlog;

    @Inject
    Instances instances;

    @Inject
    Meters meters;

    @Inject
    ReachedBudgets reached;

    @Inject
    Clock clock;

    /** What may be set wrong is read before the first request. */
    void onStart(@Observes Startup start) {}

    @PostConstruct
    void configure() {
        onFailure = StoreFailure.read(settings);
    }

    /** What was found when a call was to be opened; {@code full} is null when it is open. */
    private record Opening(OpenCall call, Account full) {}

    /**
     * Opens a call: reserves its worst case and has it in the database when it returns.
     *
     * @throws ApiException {@code BUDGET_EXCEEDED}, {@code PRICE_UNKNOWN}, or {@code STORE_UNAVAILABLE} unless calls are allowed then;
     *     nothing is reserved
     */
    public LedgerCall open(Caller caller, Claim claim) {
        var owners = Owner.of(caller);
        boolean budgeted = owners.stream().anyMatch(owner -> !owner.limits().isUnlimited());
        var quote = prices.quote(claim);
        if (budgeted && quote.worstCase() == null) {
            throw Prices.unpriced(claim);
        }
        long amount = budgeted ? quote.worstCase() : 0;
        backlog.demandRoom();
        var call = call(caller, claim, owners, amount);
        try {
            var opening =
                    commits.call(connection -> open(connection, call, owners, amount), found -> undo(found.call()));
            if (opening.full() != null) {
                meters.budgetRefused();
                throw Budgets.exceeded(opening.full(), amount);
            }
            return new LedgerCall(this, claim, owners, call, budgeted ? quote.maxOutput() : null);
        } catch (ApiException failure) {
            if (failure.code() == ErrorCode.STORE_UNAVAILABLE && onFailure == StoreFailure.ALLOW) {
                return new LedgerCall(this, claim, owners, call(caller, claim, owners, 0), null);
            }
            throw failure;
        }
    }

    private OpenCall call(Caller caller, Claim claim, List<Owner> owners, long amount) {
        return OpenCall.of(caller, claim, instances.own(), owners, amount, clock.millis());
    }

    private Opening open(Connection connection, OpenCall call, List<Owner> owners, long amount) throws SQLException {
        var full = reserve(connection, owners, amount);
        if (full.isPresent()) {
            reached.refused(connection, full.get(), amount, clock.instant());
            return new Opening(call, full.get());
        }
        LedgerTable.open(connection, call);
        return new Opening(call, null);
    }

    private Optional<Account> reserve(Connection connection, List<Owner> owners, long amount) throws SQLException {
        var today = Today.at(clock.instant());
        var full = Budgets.reserve(connection, owners, amount, today);
        return full.isEmpty() ? Optional.empty() : Optional.of(Budgets.look(connection, full.get(), today));
    }

    /** Takes back an opening that came too late for whoever asked for it, or that was not used. */
    private GroupCommit.Work<Boolean> undo(OpenCall call) {
        return connection -> {
            boolean open = LedgerTable.take(connection, call.id());
            if (open) {
                Budgets.settle(connection, call.reserved(), 0, Today.at(clock.instant()));
            }
            return open;
        };
    }

    /**
     * Reserves for one more answer of a call that is open.
     *
     * @throws ApiException {@code BUDGET_EXCEEDED}, {@code STORE_UNAVAILABLE}
     */
    OpenCall raise(OpenCall call, Claim claim, List<Owner> owners, int inputTokens, int maxOutput) {
        long amount = prices.more(claim, inputTokens, maxOutput);
        var more = call.plus(owners, amount);
        var full = commits.call(
                connection -> {
                    var refusing = reserve(connection, owners, amount);
                    if (refusing.isEmpty()) {
                        LedgerTable.raise(connection, more);
                    }
                    return refusing;
                },
                refusing -> refusing.isEmpty() ? lower(call, owners, amount) : connection -> null);
        if (full.isPresent()) {
            meters.budgetRefused();
            throw Budgets.exceeded(full.get(), amount);
        }
        return more;
    }

    /** Takes back a raise that came too late for whoever asked for it, whether the call is still open or was closed as it stood. */
    private static GroupCommit.Work<Void> lower(OpenCall call, List<Owner> owners, long amount) {
        return connection -> {
            LedgerTable.raise(connection, call);
            Budgets.release(connection, owners, amount);
            return null;
        };
    }

    /** Gives back everything: nobody was asked. */
    void release(OpenCall call) {
        backlog.release(undo(call));
    }

    /** Writes what a call has cost, at once or, when the database fails, as soon as it is back. */
    void close(OpenCall call, List<Owner> owners, Settlement settlement) {
        var entry = Entry.of(call, settlement, prices.cost(settlement.model(), settlement.usage()));
        backlog.write(closing(entry, owners));
    }

    /**
     * The work that closes a call. The counters are told by {@link Backlog} when it is committed.
     *
     * @param owners with their limits, as they were when it was opened; empty when those are not known
     *     <p>A call that was let through while the database was down was never opened, so its row is written without one to take away.
     */
    Backlog.Closing closing(Entry entry, List<Owner> owners) {
        return new Backlog.Closing(entry, connection -> {
            boolean wasOpen = LedgerTable.take(connection, entry.call().id());
            if (!wasOpen && LedgerTable.isWritten(connection, entry.call().id())) {
                return false;
            }
            var reserved = entry.call().reserved();
            Budgets.settle(connection, reserved, entry.cost() == null ? 0 : entry.cost(), Today.at(clock.instant()));
            LedgerTable.write(connection, entry);
            reached.spent(connection, owners, clock.instant());
            return true;
        });
    }
}
