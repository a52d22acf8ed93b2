package dev.parley.governance.limit;

import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Rates;
import dev.parley.platform.Ticker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All limits of this node. For any thread; one lock is held for as long as a few additions take. */
final class Allowances {

    private final LimitSettings settings;
    private final Ticker ticker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Subject, Allowance> bySubject = new HashMap<>();

    /**
     * What came of an attempt to reserve.
     *
     * @param standings of all limits of the call, as they were before
     * @param hold null when one of them refused
     */
    record Attempt(List<Standing> standings, Hold hold) {}

    Allowances(LimitSettings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Reserves of all limits or of none. */
    Attempt reserve(Caller caller, Claim claim) {
        return locked(() -> {
            var shares = shares(caller, claim);
            var standings = standings(shares, 1);
            if (!standings.stream().allMatch(Standing::passes)) {
                return new Attempt(standings, null);
            }
            shares.forEach(share -> share.allowance().begin(share.tokens()));
            return new Attempt(standings, new Hold(this, shares));
        });
    }

    /** Where the limits of so many equal calls stand, and whether they would pass. Takes nothing. */
    List<Standing> look(Caller caller, Claim claim, int calls) {
        return locked(() -> standings(shares(caller, claim), calls));
    }

    /** Where the limits of a caller stand, whatever it may ask for. */
    List<Standing> look(Caller caller) {
        return locked(() -> of(caller).stream()
                .map(allowance -> allowance.standings(0, 0))
                .flatMap(Collection::stream)
                .toList());
    }

    void settle(List<Hold.Share> shares, String model, long used) {
        locked(() -> {
            var asked =
                    shares.stream().map(share -> share.allowance().subject()).toList();
            for (var share : shares) {
                if (holdsFor(share.allowance().subject(), model)) {
                    share.allowance().end(share.tokens(), used);
                } else {
                    share.allowance().undo(share.tokens());
                }
            }
            for (var limit : settings.models()) {
                if (limit.covers(model) && !asked.contains(limit.subject())) {
                    allowance(limit.subject(), limit.rates()).charge(used);
                }
            }
            return null;
        });
    }

    private boolean holdsFor(Subject subject, String model) {
        return settings.models().stream().noneMatch(limit -> limit.subject().equals(subject) && !limit.covers(model));
    }

    void release(List<Hold.Share> shares) {
        locked(() -> {
            shares.forEach(share -> share.allowance().undo(share.tokens()));
            return null;
        });
    }

    /** Forgets what is as good as new. */
    void sweep() {
        locked(() -> bySubject.values().removeIf(Allowance::isIdle));
    }

    /** How many subjects are remembered. */
    int size() {
        return locked(bySubject::size);
    }

    private List<Hold.Share> shares(Caller caller, Claim claim) {
        var allowances = of(caller);
        for (var limit : settings.models()) {
            if (limit.covers(claim.models().getFirst())) {
                allowances.add(allowance(limit.subject(), limit.rates()));
            }
        }
        var need = Need.of(claim, settings.answerTokens());
        return allowances.stream()
                .map(allowance -> new Hold.Share(allowance, allowance.tokensFor(need)))
                .toList();
    }

    private static List<Standing> standings(List<Hold.Share> shares, int calls) {
        return shares.stream()
                .flatMap(share -> share.allowance().standings(calls, calls * share.tokens()).stream())
                .toList();
    }

    private List<Allowance> of(Caller caller) {
        var allowances = new ArrayList<Allowance>(3);
        var rates = settings.of(caller.rates());
        if (!rates.equals(Rates.UNLIMITED)) {
            allowances.add(allowance(new Subject(Subject.Scope.KEY, caller.id()), rates));
        }
        var team = caller.team();
        if (team != null && !team.rates().equals(Rates.UNLIMITED)) {
            allowances.add(allowance(new Subject(Subject.Scope.TEAM, team.name()), team.rates()));
        }
        return allowances;
    }

    private Allowance allowance(Subject subject, Rates rates) {
        var allowance = bySubject.computeIfAbsent(subject, unknown -> new Allowance(unknown, ticker));
        allowance.adapt(rates);
        return allowance;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
