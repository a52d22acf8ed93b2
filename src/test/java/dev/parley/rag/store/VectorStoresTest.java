package dev.parley.rag.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.persistence.Cursor;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeClock;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.Documents;
import dev.parley.rag.document.Shelves;
import dev.parley.rag.document.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorStoresTest {

    private static final VectorStores.Terms TERMS = new VectorStores.Terms("docs", null, Map.of("a", "b"), null);

    private final MemoryDatabase database = new MemoryDatabase();
    private final FakeClock clock = new FakeClock(Instant.parse("2026-08-01T12:00:00Z"));
    private final List<String> documents = new CopyOnWriteArrayList<>(List.of("one", "two"));
    private final VectorStores stores = new VectorStores();
    private final StoreSweep sweep = new StoreSweep();

    VectorStoresTest() {
        stores.settings = Settings.of(Map.of("parley.vector-stores.max", "3"));
        stores.commits = database.commits();
        stores.clock = clock;
        stores.threads = MemoryDatabase.threads();
        stores.shelves = new Shelves() {
            @Override
            public List<String> some(String owner, String collection, int most) {
                return List.copyOf(documents);
            }

            @Override
            public Map<String, Tally> tallies(String owner, List<String> collections) {
                return Map.of();
            }
        };
        stores.documents = new Documents() {
            @Override
            public void delete(String owner, String id) {
                documents.remove(id);
            }
        };
        stores.configure();
        sweep.stores = stores;
        sweep.commits = stores.commits;
        sweep.clock = clock;
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void ownersDoNotSeeEachOther() {
        var store = stores.create("red", TERMS);

        assertThat(stores.find("red", store.id())).isEqualTo(store);
        assertThat(stores.page("blue", all()).rows()).isEmpty();
        refuses(ErrorCode.NOT_FOUND, () -> stores.find("blue", store.id()));
        refuses(ErrorCode.NOT_FOUND, () -> stores.use("blue", store.id()));
        refuses(ErrorCode.NOT_FOUND, () -> stores.delete("blue", store.id()));
    }

    @Test
    void anOwnerHasSoManyAtMost() {
        var first = stores.create("red", TERMS);
        stores.create("red", TERMS);
        stores.create("red", TERMS);

        refuses(ErrorCode.BAD_REQUEST, () -> stores.create("red", TERMS));
        stores.create("blue", TERMS);
        stores.delete("red", first.id());
        stores.create("red", TERMS);
    }

    @Test
    void listsTheLatestFirst() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            ids.add(0, stores.create("red", TERMS).id());
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(stores.page("red", all()).rows()).extracting(VectorStore::id).containsExactlyElementsOf(ids);
    }

    @Test
    void takesOtherTerms() {
        var store = stores.create("red", TERMS);

        stores.change(store, new VectorStores.Terms("others", null, Map.of(), 7));

        var changed = stores.find("red", store.id());
        assertThat(changed.name()).isEqualTo("others");
        assertThat(changed.metadata()).isEmpty();
        assertThat(changed.expiresDays()).isEqualTo(7);
    }

    @Test
    void expiresSoManyDaysAfterItsLastUse() {
        var store = stores.create("red", new VectorStores.Terms("docs", null, Map.of(), 2));
        clock.pass(Duration.ofHours(40));
        stores.use("red", store.id());
        clock.pass(Duration.ofHours(40));
        stores.use("red", store.id());
        sweep.run();
        assertThat(documents).isNotEmpty();

        clock.pass(Duration.ofHours(48));

        refuses(ErrorCode.BAD_REQUEST, () -> stores.use("red", store.id()));
        assertThat(stores.find("red", store.id()).isExpired(clock.millis())).isTrue();
        sweep.run();
        assertThat(documents).isEmpty();
    }

    @Test
    void isGoneAtOnceAndItsDocumentsSoon() {
        var store = stores.create("red", TERMS);

        stores.delete("red", store.id());

        refuses(ErrorCode.NOT_FOUND, () -> stores.find("red", store.id()));
        await().until(documents::isEmpty);
    }

    @Test
    void whatComesWhileItIsDeletedIsSweptAway() {
        var store = stores.create("red", TERMS);
        stores.delete("red", store.id());
        await().until(documents::isEmpty);
        documents.add("late");

        sweep.run();
        assertThat(documents).as("whoever attached it may be at it still").isNotEmpty();
        clock.pass(Duration.ofMinutes(11));
        sweep.run();

        assertThat(documents).isEmpty();
        documents.add("another's");
        sweep.run();
        assertThat(documents).as("the store is forgotten").isNotEmpty();
    }

    private static Cursor all() {
        return new Cursor(false, null, null, 10);
    }

    private static void refuses(ErrorCode code, Runnable work) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(work::run)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
