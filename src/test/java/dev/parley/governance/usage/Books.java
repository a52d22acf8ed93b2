package dev.parley.governance.usage;

import dev.parley.event.EventRoom;
import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.governance.Claim;
import dev.parley.governance.Rates;
import dev.parley.governance.Settlement;
import dev.parley.governance.Team;
import dev.parley.governance.budget.PricesOfTest;
import dev.parley.governance.budget.ReachedBudgetsOfTest;
import dev.parley.llm.Usage;
import dev.parley.observability.QuietMeters;
import dev.parley.persistence.GroupCommit;
import dev.parley.persistence.Instances;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Settings;
import dev.parley.run.StoredRuns;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A ledger of one process on a database in memory, at prices of a test: a token of output costs a micro-dollar, input is free. */
final class Books {

    static final String MODEL = "openai/answer";

    private static final AtomicInteger CALLS = new AtomicInteger();

    final MemoryDatabase database;
    final FakeTicker ticker = new FakeTicker();
    final SetClock clock = new SetClock();
    final QuietMeters meters = new QuietMeters();
    final GroupCommit commits;
    final EventRoom events;
    final Instances instances;
    final Ledger ledger = new Ledger();
    final Backlog backlog = new Backlog();

    Books(MemoryDatabase database) {
        this(database, Map.of());
    }

    Books(MemoryDatabase database, Map<String, String> more) {
        var values = new HashMap<>(more);
        values.putAll(Map.of(
                "parley.prices", "answer",
                "parley.prices.answer.model", MODEL,
                "parley.prices.answer.input", "0",
                "parley.prices.answer.output", "1000000"));
        var settings = Settings.of(values);
        this.database = database;
        this.commits = database.commits();
        this.events = new EventRoom(database);
        this.instances = database.instance(ticker);
        backlog.settings = settings;
        backlog.commits = commits;
        backlog.meters = meters.meters();
        backlog.ticker = ticker;
        backlog.configure();
        ledger.settings = settings;
        ledger.prices = PricesOfTest.of(settings);
        ledger.commits = commits;
        ledger.backlog = backlog;
        ledger.instances = instances;
        ledger.meters = meters.meters();
        ledger.reached = ReachedBudgetsOfTest.of(events.announcements);
        ledger.clock = clock;
        ledger.configure();
    }

    /** The look of this process for calls of the dead; their journals hold so many tokens each. */
    Recovery recovery(int outputTokens) {
        var recovery = new Recovery();
        recovery.commits = commits;
        recovery.instances = instances;
        recovery.ledger = ledger;
        recovery.backlog = backlog;
        recovery.prices = ledger.prices;
        recovery.clock = clock;
        recovery.journals = new StoredRuns() {
            @Override
            public int outputSoFar(String call) {
                return outputTokens;
            }
        };
        return recovery;
    }

    static Caller key(String id, BudgetLimits budget, Team team) {
        return new Caller(id, id, team, Set.of(Caller.USER), List.of(), Rates.UNLIMITED, budget);
    }

    static Caller key(BudgetLimits budget) {
        return key("key_1", budget, null);
    }

    static Team team(BudgetLimits budget) {
        return new Team("ops", Rates.UNLIMITED, budget);
    }

    static BudgetLimits total(long microDollars) {
        return new BudgetLimits(null, null, microDollars);
    }

    static BudgetLimits perDay(long microDollars) {
        return new BudgetLimits(microDollars, null, null);
    }

    /** A call whose answer may be so many tokens long, each a micro-dollar. */
    static Claim claim(int tokens) {
        return claim(MODEL, tokens);
    }

    static Claim claim(String model, Integer tokens) {
        return new Claim("run_" + CALLS.incrementAndGet(), "req_1", "chat", List.of(model), 7, tokens);
    }

    /** The end of a call whose answer had so many tokens. */
    static Settlement answered(int tokens) {
        return new Settlement(
                MODEL,
                Usage.reported(7, tokens),
                Settlement.Status.COMPLETED,
                Duration.ofMillis(12),
                Duration.ofMillis(345));
    }

    long number(String sql) {
        return Long.parseLong(database.ask(sql));
    }

    /** A clock that is set. */
    static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");

        void set(String moment) {
            now = Instant.parse(moment);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
