package dev.parley.governance.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.event.EventType;
import dev.parley.event.Outbox;
import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.problem.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReachedBudgetsTest {

    private final MemoryDatabase database = new MemoryDatabase();
    private final Books books = new Books(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isToldOnceWhenTheLimitIsSpent() {
        wanted();
        var key = Books.key(Books.perDay(1_000));

        spend(key, 600);
        assertThat(told()).isEmpty();
        spend(key, 400);
        refuse(key, 10);

        assertThat(told()).singleElement().satisfies(taken -> {
            var announcement = taken.announcement();
            assertThat(announcement.type()).isEqualTo(EventType.BUDGET_REACHED);
            assertThat(announcement.owner()).isEqualTo("key_1");
            assertThat(announcement.subject()).isEqualTo("key_1");
            assertThat(announcement.data())
                    .isEqualTo("{\"scope\":\"key\",\"period\":\"day\",\"limit_micro_dollars\":1000,"
                            + "\"spent_micro_dollars\":1000,\"because\":\"spent\"}");
        });
        assertThat(told()).isEmpty();
    }

    @Test
    void isToldWhenACallIsRefusedThatTheWholeBudgetWouldHaveBorne() {
        wanted();
        var key = Books.key(Books.perDay(1_000));
        spend(key, 950);

        refuse(key, 2_000);
        assertThat(told()).isEmpty();
        refuse(key, 100);
        refuse(key, 100);

        assertThat(told())
                .singleElement()
                .satisfies(taken -> assertThat(taken.announcement().data()).contains("\"because\":\"refused\""));
    }

    @Test
    void isNotToldOfMoneyThatIsOnlyReserved() {
        wanted();
        var key = Books.key(Books.perDay(1_000));
        var open = books.ledger.open(key, Books.claim(900));

        refuse(key, 200);

        assertThat(told()).isEmpty();
        open.release();
    }

    @Test
    void isToldAgainOnTheNextDay() {
        wanted();
        var key = Books.key(Books.perDay(100));
        spend(key, 100);
        books.clock.set("2026-11-24T12:00:00Z");

        spend(key, 100);

        assertThat(told()).hasSize(2);
    }

    @Test
    void isToldAgainWhenTheLimitInAllWasRaised() {
        wanted();
        spend(Books.key(Books.total(100)), 100);

        spend(Books.key(Books.total(200)), 100);

        assertThat(told()).hasSize(2);
    }

    @Test
    void tellsOfAKeyAndItsTeamApart() {
        wanted();
        var key = Books.key("key_1", Books.perDay(100), Books.team(Books.perDay(100)));

        spend(key, 100);

        assertThat(told())
                .extracting(taken -> taken.announcement().owner())
                .containsExactlyInAnyOrder("key_1", "team:ops");
    }

    @Test
    void costsNothingThatNobodyWants() {
        spend(Books.key(Books.perDay(100)), 100);

        assertThat(database.ask("select day_reached from budgets")).isEqualTo("-1");
        assertThat(told()).isEmpty();
    }

    @Test
    void isToldOnceHoweverManyFindOutAtOnce() throws Exception {
        wanted();
        var key = Books.key(new BudgetLimits(2_000L, null, 2_000L));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = new ArrayList<Future<?>>();
            for (int i = 0; i < 200; i++) {
                calls.add(threads.submit(() -> spendOrNot(key, 50)));
            }
            for (var call : calls) {
                call.get();
            }
        }

        assertThat(told())
                .extracting(taken -> taken.announcement().data().contains("\"period\":\"day\""))
                .containsExactlyInAnyOrder(true, false);
    }

    private void wanted() {
        books.events.with("a", EventType.BUDGET_REACHED);
    }

    private void spend(Caller key, int tokens) {
        books.ledger.open(key, Books.claim(tokens)).settle(Books.answered(tokens));
    }

    private void spendOrNot(Caller key, int tokens) {
        try {
            spend(key, tokens);
        } catch (ApiException refused) {
            assertThat(refused.code().status()).isEqualTo(402);
        }
    }

    private void refuse(Caller key, int tokens) {
        try {
            books.ledger.open(key, Books.claim(tokens));
        } catch (ApiException refused) {
            return;
        }
        throw new AssertionError("a call of " + tokens + " was not refused");
    }

    private List<Outbox.Taken> told() {
        return books.commits.call(connection -> books.events.outbox.take(connection, 100));
    }
}
