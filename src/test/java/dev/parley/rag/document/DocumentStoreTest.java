package dev.parley.rag.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.FakeTicker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Documents and their versions in the database. */
class DocumentStoreTest {

    private final MemoryDatabase database = new MemoryDatabase();
    private final Shelf shelf = new Shelf(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aVersionIsServedWhenItIsWhole() {
        shelf.send("a", "hello");
        var upload = shelf.take().orElseThrow();
        var file = new ByteArrayOutputStream();
        shelf.versions.file(upload, file);

        assertThat(file.toString()).isEqualTo("hello");
        assertThat(upload.bytes()).isEqualTo(5);
        assertThat(shelf.store.find(Shelf.OWNER, "a").version()).isNull();
        shelf.make(upload, "one", "two");
        assertThat(shelf.served("a")).containsExactly("one", "two");
        assertThat(shelf.store.passages(upload.version()).getFirst().vector()).containsExactly(1, 2);
        assertThat(shelf.take()).isEmpty();
        assertThat(database.ask("select count(*) from rag_upload_chunks")).isEqualTo("0");
    }

    @Test
    void aLargeFileLiesInPieces() {
        var upload = shelf.send("a", "x".repeat(1_300_000));
        var file = new ByteArrayOutputStream();
        shelf.versions.file(upload, file);

        assertThat(file.size()).isEqualTo(1_300_000);
        assertThat(database.ask("select count(*) from rag_upload_chunks")).isEqualTo("3");
    }

    @Test
    void theNewerOfTwoVersionsWins() {
        shelf.send("a", "old");
        var old = shelf.take().orElseThrow();
        shelf.send("a", "new");
        shelf.make(old, "old");
        assertThat(shelf.store.find(Shelf.OWNER, "a").version()).isNull();

        shelf.make("new");
        assertThat(shelf.served("a")).containsExactly("new");
        assertThat(database.ask("select count(*) from rag_passages")).isEqualTo("1");
    }

    @Test
    void aDocumentThatIsRemovedMeanwhileStaysAway() {
        shelf.send("a", "text");
        var upload = shelf.take().orElseThrow();
        shelf.store.delete(Shelf.OWNER, "a");
        shelf.make(upload, "text");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> shelf.store.find(Shelf.OWNER, "a"))
                .extracting(ApiException::code)
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(database.ask("select count(*) from rag_passages")).isEqualTo("0");
    }

    @Test
    void aFailureLeavesWhatWasServed() {
        shelf.send("a", "one");
        shelf.make("one");
        shelf.send("a", "two");
        shelf.versions.fail(shelf.take().orElseThrow(), "unreadable", "It is damaged.");

        var document = shelf.store.find(Shelf.OWNER, "a");
        assertThat(document.status()).isEqualTo(Document.Status.FAILED);
        assertThat(document.errorDetail()).isEqualTo("It is damaged.");
        assertThat(shelf.served("a")).containsExactly("one");
    }

    @Test
    void whatIsServedCanNoLongerFail() {
        shelf.send("a", "one");
        var upload = shelf.take().orElseThrow();
        shelf.make(upload, "one");
        shelf.versions.fail(upload, "internal_error", "The server failed.");

        assertThat(shelf.store.find(Shelf.OWNER, "a").status()).isEqualTo(Document.Status.READY);
        assertThat(shelf.served("a")).containsExactly("one");
    }

    @Test
    void theSameBytesAreKnownAgain() {
        shelf.send("a", "same");
        shelf.make("one");
        var again = shelf.send("b", "same");

        assertThat(shelf.versions.same(again, "recipe")).map(Document::id).hasValue("a");
        assertThat(shelf.versions.same(again, "other recipe")).isEmpty();
        shelf.versions.copy(again, shelf.store.find(Shelf.OWNER, "a").version());
        assertThat(shelf.store.passages(again.version())).hasSize(1);
    }

    @Test
    void manyTakeEachVersionOnce() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            shelf.send("doc" + i, "text");
        }
        var taken = new ConcurrentLinkedQueue<String>();
        var processes = List.of(new Shelf(database), new Shelf(database), new Shelf(database));
        var threads = processes.stream()
                .map(process -> Thread.startVirtualThread(() -> {
                    for (var next = process.take(); next.isPresent(); next = process.take()) {
                        taken.add(next.get().version());
                        process.make(next.get(), "text");
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }

        assertThat(taken).hasSize(60).doesNotHaveDuplicates();
        var changes = shelf.store.changedAfter(0, 1_000).stream()
                .map(Document::changed)
                .toList();
        assertThat(changes).hasSize(60).isSorted().doesNotHaveDuplicates();
        assertThat(shelf.store.lastChange()).isEqualTo(60);
    }

    @Test
    void whatADeadProcessWasAtIsTakenOver() {
        var ticker = new FakeTicker();
        var other = new Shelf(database, database.instance(ticker));
        shelf.send("a", "text");
        assertThat(shelf.take()).isPresent();

        assertThat(other.take()).isEmpty();
        ticker.pass(Duration.ofSeconds(40));
        assertThat(other.take())
                .hasValueSatisfying(taken -> assertThat(taken.attempts()).isEqualTo(1));
    }

    @Test
    void whatAProcessLostTheDatabaseOverItTakesAgain() {
        shelf.send("a", "text");
        assertThat(shelf.take()).isPresent();

        assertThat(shelf.take()).isEmpty();
        assertThat(shelf.versions.take(version -> false)).isPresent();
    }

    @Test
    void theOrphansOfACrashAreSwept() {
        shelf.send("a", "text");
        var upload = shelf.take().orElseThrow();
        shelf.versions.add(upload, List.of(new Passage(0, 0, 1, null, "x", null)), 1, 2);
        shelf.versions.sweep();
        assertThat(shelf.versions.count(upload.version())).isEqualTo(1);

        shelf.send("a", "newer");
        shelf.versions.add(upload, List.of(new Passage(0, 0, 1, null, "x", null)), 1, 2);
        shelf.versions.sweep();
        assertThat(shelf.versions.count(upload.version())).isZero();
    }
}
