package dev.parley.governance.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.governance.BudgetLimits;
import dev.parley.governance.Caller;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private static final int DOLLAR = 1_000_000;

    private final MemoryDatabase database = new MemoryDatabase();
    private final Books books = new Books(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aCallIsReservedThenSettledAndTheRestGivenBack() {
        var call = books.ledger.open(Books.key(Books.total(1_000)), Books.claim(600));
        assertThat(reserved("key:key_1")).isEqualTo(600);
        assertThat(books.number("select count(*) from open_calls")).isEqualTo(1);

        call.settle(Books.answered(250));

        assertThat(reserved("key:key_1")).isZero();
        assertThat(spent("key:key_1")).isEqualTo(250);
        assertThat(books.number("select count(*) from open_calls")).isZero();
        assertThat(database.ask(
                        "select status || ' ' || cost || ' ' || input_tokens || ' ' || output_tokens || ' ' || ttft_ms"
                                + " || ' ' || duration_ms || ' ' || provider || ' ' || spent_on from ledger"))
                .isEqualTo("completed 250 7 250 12 345 openai 2026-11-23");
    }

    @Test
    void ofTwoHundredCallsAtOnceExactlyTenFitABudgetOfADollar() throws Exception {
        var key = Books.key(Books.total(DOLLAR));

        var admitted = atOnce(200, () -> admit(key, DOLLAR / 10));

        assertThat(admitted).isEqualTo(10);
        assertThat(reserved("key:key_1")).isEqualTo(DOLLAR);
    }

    @Test
    void theBudgetIsNeverOverWhileCallsComeAndGo() throws Exception {
        var key = Books.key("key_1", Books.total(DOLLAR), Books.team(Books.perDay(DOLLAR / 2)));

        atOnce(400, () -> {
            try {
                var call = books.ledger.open(key, Books.claim(DOLLAR / 50));
                assertThat(books.number("select total_spent + reserved from budgets where owner = 'key:key_1'"))
                        .isLessThanOrEqualTo(DOLLAR);
                assertThat(books.number("select day_spent + reserved from budgets where owner = 'team:ops'"))
                        .isLessThanOrEqualTo(DOLLAR / 2);
                call.settle(Books.answered(DOLLAR / 100));
                return true;
            } catch (ApiException full) {
                assertThat(full.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
                return false;
            }
        });

        assertThat(spent("team:ops")).isEqualTo(spent("key:key_1")).isLessThanOrEqualTo(DOLLAR / 2);
        assertThat(books.number("select sum(cost) from ledger")).isEqualTo(spent("team:ops"));
        assertThat(reserved("team:ops") + reserved("key:key_1")).isZero();
    }

    @Test
    void twoKeysRaceForTheLastCentOfTheirTeamAndOneGetsIt() throws Exception {
        var team = Books.team(Books.total(10_000));
        var turn = new AtomicInteger();

        var admitted =
                atOnce(2, () -> admit(Books.key("key_" + turn.incrementAndGet(), Books.total(DOLLAR), team), 10_000));

        assertThat(admitted).isEqualTo(1);
        assertThat(reserved("team:ops")).isEqualTo(10_000);
        assertThat(reserved("key:key_1") + reserved("key:key_2")).isEqualTo(10_000);
    }

    @Test
    void theRefusalNamesTheBudgetAndWhatStandsAgainstIt() {
        var key = Books.key(Books.perDay(1_000));
        books.ledger.open(key, Books.claim(600)).settle(Books.answered(600));
        books.ledger.open(key, Books.claim(300));

        assertThatThrownBy(() -> books.ledger.open(key, Books.claim(200)))
                .isInstanceOfSatisfying(ApiException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
                    assertThat(refused.detail())
                            .contains("200", "key", "1000 per day", "600 are spent", "300 reserved");
                });
        assertThat(books.meters.recorded("parley.budgets.refused")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-23T23:59:59Z, false", "2026-11-24T00:00:00Z, true", "2026-11-23T11:00:00Z, false"})
    void aNewDayHasANewBudgetAndAClockThatGoesBackOpensNoOldOne(String moment, boolean admitted) throws Exception {
        var key = Books.key(Books.perDay(1_000));
        books.ledger.open(key, Books.claim(1_000)).settle(Books.answered(1_000));

        books.clock.set(moment);

        assertThat(admit(key, 500)).isEqualTo(admitted);
    }

    @Test
    void aDayThatHasBegunStaysWhenTheClockGoesBackAcrossMidnight() throws Exception {
        var key = Books.key(Books.perDay(1_000));
        books.clock.set("2026-11-24T00:30:00Z");
        books.ledger.open(key, Books.claim(1_000)).settle(Books.answered(1_000));

        books.clock.set("2026-11-23T23:30:00Z");

        assertThat(admit(key, 1)).isFalse();
    }

    @Test
    void whatIsReservedYesterdayCountsTodayUntilItIsSettled() throws Exception {
        var key = Books.key(Books.perDay(1_000));
        var late = books.ledger.open(key, Books.claim(800));
        books.clock.set("2026-11-24T00:00:01Z");
        assertThat(admit(key, 300)).isFalse();

        late.settle(Books.answered(100));

        assertThat(admit(key, 900)).isTrue();
        assertThat(admit(key, 1)).isFalse();
    }

    @Test
    void aMonthEndsToo() throws Exception {
        var key = Books.key(new BudgetLimits(null, 1_000L, null));
        books.ledger.open(key, Books.claim(1_000)).settle(Books.answered(1_000));
        assertThat(admit(key, 1)).isFalse();

        books.clock.set("2026-12-01T00:00:00Z");

        assertThat(admit(key, 1_000)).isTrue();
    }

    @Test
    void aBudgetOfNothingAllowsNothingThatCosts() throws Exception {
        assertThat(admit(Books.key(Books.total(0)), 1)).isFalse();
        assertThat(admit(Books.key(Books.total(0)), 0)).isTrue();
    }

    @Test
    void aHugeBudgetDoesNotOverflow() throws Exception {
        assertThat(admit(Books.key(Books.total(1_000_000_000_000_000L)), Integer.MAX_VALUE))
                .isTrue();
    }

    @Test
    void aModelWithoutAPriceIsRefusedToABudgetAndUnknownInTheLedgerOfOthers() {
        var claim = Books.claim("openai/unheard-of", 10);
        assertThatThrownBy(() -> books.ledger.open(Books.key(Books.total(DOLLAR)), claim))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PRICE_UNKNOWN));

        books.ledger
                .open(Books.key(BudgetLimits.UNLIMITED), claim)
                .settle(new dev.parley.governance.Settlement(
                        "openai/unheard-of",
                        dev.parley.llm.Usage.reported(7, 10),
                        dev.parley.governance.Settlement.Status.COMPLETED,
                        null,
                        Duration.ofMillis(1)));

        assertThat(books.number("select count(*) from ledger where cost is null"))
                .isEqualTo(1);
    }

    @Test
    void aFurtherAnswerIsReservedBeforeItIsAskedFor() {
        var call = books.ledger.open(Books.key(Books.total(1_000)), Books.claim(400));
        call.extend(7);
        assertThat(reserved("key:key_1")).isEqualTo(800);

        assertThatThrownBy(() -> call.extend(7)).isInstanceOf(ApiException.class);
        call.settle(Books.answered(700));

        assertThat(reserved("key:key_1")).isZero();
        assertThat(spent("key:key_1")).isEqualTo(700);
    }

    @Test
    void aFurtherAnswerThatIsReservedTooLateIsNot() {
        var impatient = database.impatientCommits();
        books.ledger.commits = impatient;
        var call = books.ledger.open(Books.key(Books.total(1_000)), Books.claim(400));
        var gate = new CountDownLatch(1);
        impatient.submit(connection -> {
            try {
                return gate.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException stopped) {
                throw new SQLException(stopped);
            }
        });

        assertThatThrownBy(() -> call.extend(7)).isInstanceOf(ApiException.class);
        call.settle(Books.answered(300));
        gate.countDown();

        await().untilAsserted(() -> assertThat(reserved("key:key_1")).isZero());
        assertThat(spent("key:key_1")).isEqualTo(300);
    }

    @Test
    void whatCouldNotBeGivenBackIsWhenTheDatabaseIsThereAgain() {
        var call = books.ledger.open(Books.key(Books.total(1_000)), Books.claim(400));
        database.down(true);
        call.release();

        database.down(false);

        await().untilAsserted(() -> assertThat(reserved("key:key_1")).isZero());
        assertThat(books.number("select count(*) from open_calls")).isZero();
    }

    @Test
    void aCallThatWasNotMadeLeavesNothing() {
        var call = books.ledger.open(Books.key(Books.total(1_000)), Books.claim(400));

        call.release();

        await().untilAsserted(() -> assertThat(reserved("key:key_1")).isZero());
        assertThat(books.number("select count(*) from ledger")).isZero();
        call.settle(Books.answered(100));
        assertThat(books.number("select count(*) from ledger")).isZero();
    }

    @Test
    void aCallIsSettledOnceWhoeverComesFirst() throws Exception {
        var call = books.ledger.open(Books.key(Books.total(1_000)), Books.claim(400));

        atOnce(20, () -> {
            call.settle(Books.answered(100));
            return true;
        });

        assertThat(spent("key:key_1")).isEqualTo(100);
        assertThat(books.number("select count(*) from ledger")).isEqualTo(1);
    }

    @Test
    void theLedgerTheBudgetsAndTheCountersAddUpToTheSame() throws Exception {
        var keys = List.of(
                Books.key("key_1", Books.total(DOLLAR), Books.team(Books.total(DOLLAR))),
                Books.key("key_2", BudgetLimits.UNLIMITED, Books.team(Books.total(DOLLAR))));
        var turn = new AtomicInteger();

        atOnce(200, () -> {
            int number = turn.incrementAndGet();
            books.ledger.open(keys.get(number % 2), Books.claim(1_000)).settle(Books.answered(number));
            return true;
        });

        long sum = 200 * 201 / 2;
        assertThat(books.number("select sum(cost) from ledger")).isEqualTo(sum);
        assertThat(spent("key:key_1") + spent("key:key_2")).isEqualTo(sum);
        assertThat(spent("team:ops")).isEqualTo(sum);
        assertThat(books.meters.recorded("parley.cost.microdollars").stream()
                        .mapToLong(LedgerTest::lastNumber)
                        .sum())
                .isEqualTo(sum);
    }

    @Test
    void aCallOfADeadProcessIsClosedOnWhatItsJournalHolds() {
        var dead = new Books(database);
        dead.ledger.open(Books.key(Books.total(1_000)), Books.claim(600));
        assertThat(books.recovery(40).closeOrphans()).isZero();
        books.ticker.pass(Duration.ofSeconds(31));

        assertThat(books.recovery(40).closeOrphans()).isEqualTo(1);

        await().untilAsserted(() -> assertThat(reserved("key:key_1")).isZero());
        assertThat(spent("key:key_1")).isEqualTo(40);
        assertThat(database.ask("select status || ' ' || estimated || ' ' || output_tokens from ledger"))
                .isEqualToIgnoringCase("interrupted true 40");
        assertThat(books.recovery(40).closeOrphans()).isZero();
    }

    @Test
    void aProcessThatWasOnlySlowDoesNotSettleASecondTime() {
        var slow = new Books(database);
        var call = slow.ledger.open(Books.key(Books.total(1_000)), Books.claim(600));
        books.recovery(40).closeOrphans();
        books.ticker.pass(Duration.ofSeconds(31));
        books.recovery(40).closeOrphans();

        call.settle(Books.answered(500));

        assertThat(spent("key:key_1")).isEqualTo(40);
        assertThat(books.number("select count(*) from ledger")).isEqualTo(1);
    }

    @Test
    void withoutTheDatabaseNoCallIsMade() {
        database.down(true);

        assertThatThrownBy(() -> books.ledger.open(Books.key(Books.total(1_000)), Books.claim(1)))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));

        database.down(false);
        books.ledger.open(Books.key(Books.total(1_000)), Books.claim(1));
    }

    @Test
    void whatEndsWhileTheDatabaseIsAwayIsWrittenWhenItIsBack() {
        var call = books.ledger.open(Books.key(Books.total(1_000)), Books.claim(600));
        database.down(true);
        call.settle(Books.answered(50));
        assertThat(books.backlog.size()).isEqualTo(1);
        books.backlog.retry();
        await().until(() -> books.backlog.size() == 1 && books.backlog.isIdle());

        database.down(false);
        books.backlog.retry();

        await().until(() -> books.backlog.size() == 0);
        assertThat(spent("key:key_1")).isEqualTo(50);
        assertThat(reserved("key:key_1")).isZero();
    }

    @Test
    void callsThatAreAllowedWithoutTheDatabaseAreChargedAfterwards() {
        var lenient = new Books(database, Map.of("parley.governance.on-store-failure", "allow"));
        database.down(true);
        var call = lenient.ledger.open(Books.key(Books.total(1_000)), Books.claim(600));
        call.settle(Books.answered(70));

        database.down(false);
        lenient.backlog.retry();

        await().until(() -> lenient.backlog.size() == 0);
        assertThat(spent("key:key_1")).isEqualTo(70);
        assertThat(books.number("select sum(cost) from ledger")).isEqualTo(70);
    }

    @Test
    void noMoreIsAllowedThanCanBeKept() {
        var lenient = new Books(
                database, Map.of("parley.governance.on-store-failure", "allow", "parley.governance.backlog", "1"));
        database.down(true);
        lenient.ledger.open(Books.key(Books.total(1_000)), Books.claim(1)).settle(Books.answered(1));

        assertThatThrownBy(() -> lenient.ledger.open(Books.key(Books.total(1_000)), Books.claim(1)))
                .isInstanceOf(ApiException.class)
                .hasMessageContaining("parley.governance.backlog");
    }

    private boolean admit(Caller key, int amount) {
        try {
            books.ledger.open(key, Books.claim(amount));
            return true;
        } catch (ApiException full) {
            assertThat(full.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
            return false;
        }
    }

    /** How many of so many equal tries at once succeed. */
    private static int atOnce(int times, Callable<Boolean> attempt) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var tries = new ArrayList<Callable<Boolean>>();
            for (int i = 0; i < times; i++) {
                tries.add(attempt);
            }
            int succeeded = 0;
            for (var result : threads.invokeAll(tries)) {
                succeeded += result.get() ? 1 : 0;
            }
            return succeeded;
        }
    }

    private static long lastNumber(String recorded) {
        return Long.parseLong(recorded.replaceAll(".*?(\\d+)\\D*$", "$1"));
    }

    private long reserved(String owner) {
        var reserved = database.ask("select reserved from budgets where owner = '" + owner + "'");
        return reserved == null ? 0 : Long.parseLong(reserved);
    }

    private long spent(String owner) {
        return books.number("select total_spent from budgets where owner = '" + owner + "'");
    }
}
