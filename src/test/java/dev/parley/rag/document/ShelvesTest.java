package dev.parley.rag.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.persistence.Cursor;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.problem.ApiException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShelvesTest {

    private static final Set<Document.Status> ALL = EnumSet.complementOf(EnumSet.of(Document.Status.DELETED));

    private final MemoryDatabase database = new MemoryDatabase();
    private final Shelf shelf = new Shelf(database);
    private final Shelves shelves = new Shelves();

    ShelvesTest() {
        shelves.store = shelf.store;
        shelves.database = shelf.store.database;
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void countsHowFarDocumentsAreAndHowLargeTheirFiles() {
        shelf.send("a", "four");
        shelf.make("four");
        shelf.send("b", "damaged");
        shelf.versions.fail(shelf.take().orElseThrow(), "unreadable", "It is damaged.");
        shelf.send("c", "waits");

        var tally = shelves.tallies(Shelf.OWNER, List.of("default", "empty")).get("default");

        assertThat(tally).isEqualTo(new Tally(1, 1, 1, 4));
        assertThat(shelves.tally(Shelf.OWNER, "default", List.of("a", "nowhere")))
                .isEqualTo(new Tally(0, 1, 0, 4));
        assertThat(shelves.tallies("blue", List.of("default"))).isEmpty();
        assertThat(shelves.tallies(Shelf.OWNER, List.of())).isEmpty();
    }

    @Test
    void pagesGoBothWays() {
        for (var id : List.of("a", "b", "c", "d", "e")) {
            shelf.send(id, id); // all at the same moment, so by id
        }

        assertThat(page(new Cursor(true, null, null, 2))).containsExactly("a", "b");
        assertThat(page(new Cursor(false, null, null, 2))).containsExactly("e", "d");
        assertThat(page(new Cursor(true, row("b"), null, 2))).containsExactly("c", "d");
        assertThat(page(new Cursor(false, row("d"), null, 9))).containsExactly("c", "b", "a");
        assertThat(page(new Cursor(true, null, row("d"), 2))).containsExactly("b", "c");
        assertThat(page(new Cursor(false, null, row("b"), 2))).containsExactly("d", "c");
        assertThat(page(new Cursor(true, row("a"), row("d"), 9))).containsExactly("b", "c");
    }

    @Test
    void pagesTellWhetherThereIsMore() {
        shelf.send("a", "a");
        shelf.send("b", "b");

        assertThat(whole(new Cursor(true, null, null, 1)).hasMore()).isTrue();
        assertThat(whole(new Cursor(true, null, null, 2)).hasMore()).isFalse();
    }

    @Test
    void pagesKeepToStatesAndIds() {
        shelf.send("a", "a");
        shelf.make("a");
        shelf.send("b", "b");
        var all = new Cursor(true, null, null, 10);

        assertThat(shelves.page(Shelf.OWNER, "default", EnumSet.of(Document.Status.READY), null, all)
                        .rows())
                .extracting(held -> held.document().id())
                .containsExactly("a");
        assertThat(shelves.page(Shelf.OWNER, "default", ALL, List.of("b", "x"), all)
                        .rows())
                .extracting(held -> held.document().id())
                .containsExactly("b");
    }

    @Test
    void remembersTheSizeOfPassagesWhileItIsMadeAndAfter() {
        var size = new PassageSize(400, 50);
        shelf.send("a", "text", size);
        assertThat(held("a").size()).isEqualTo(size);
        assertThat(held("a").bytes()).isZero();

        var upload = shelf.take().orElseThrow();
        assertThat(upload.size()).isEqualTo(size);
        shelf.make(upload, "text");

        assertThat(held("a").size()).isEqualTo(size);
        assertThat(held("a").bytes()).isEqualTo(4);
    }

    @Test
    void otherMetadataIsAChangeAndHoldsForTheVersionOnItsWay() {
        shelf.send("a", "text");
        shelf.make("text");
        shelf.send("a", "other text");
        long before = shelf.store.lastChange();

        shelves.describe(Shelf.OWNER, "a", "{\"year\":2024}");

        assertThat(shelf.store.changedAfter(before, 10))
                .extracting(Document::metadata)
                .containsExactly("{\"year\":2024}");
        shelf.make("other text");
        assertThat(held("a").document().metadata()).isEqualTo("{\"year\":2024}");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> shelves.describe("blue", "a", null))
                .withMessageContaining("There is no document");
    }

    private Held held(String id) {
        return shelves.find(Shelf.OWNER, "default", id).orElseThrow();
    }

    private List<String> page(Cursor cursor) {
        return whole(cursor).rows().stream().map(held -> held.document().id()).toList();
    }

    private Cursor.Page<Held> whole(Cursor cursor) {
        return shelves.page(Shelf.OWNER, "default", ALL, null, cursor);
    }

    private static Cursor.Row row(String id) {
        return new Cursor.Row(1, id);
    }
}
