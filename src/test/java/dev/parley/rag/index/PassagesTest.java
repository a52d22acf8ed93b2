package dev.parley.rag.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.Pulse;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.rag.document.Shelf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that follow the documents of their database. */
class PassagesTest {

    private final MemoryDatabase database = new MemoryDatabase();
    private final Shelf shelf = new Shelf(database);
    private final List<Passages> servers = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        servers.forEach(Passages::close);
        database.close();
    }

    @Test
    void allServersFindWhatOneHasMade() {
        var one = server("one");
        var two = server("two");
        shelf.send("a", "text");
        shelf.make("alpha", "beta");
        one.catchUp();
        two.catchUp();
        assertThat(count(one)).isEqualTo(2);
        assertThat(count(two)).isEqualTo(2);

        shelf.send("a", "text");
        shelf.make("gamma");
        two.catchUp();
        assertThat(count(one)).isEqualTo(2);
        assertThat(count(two)).isEqualTo(1);
        shelf.store.delete(Shelf.OWNER, "a");
        two.catchUp();
        assertThat(count(two)).isZero();
    }

    @Test
    void whoeverIsToldThatADocumentIsReadyFindsIt() {
        var server = server("one");
        shelf.send("a", "text");
        shelf.make("alpha");
        server.show(shelf.store.find(Shelf.OWNER, "a"));

        assertThat(count(server)).isEqualTo(1);
        assertThat(server.state().current()).isTrue();
    }

    @Test
    void anIndexThatIsLostOrBrokenIsMadeAgain() throws Exception {
        var server = server("one");
        shelf.send("a", "text");
        shelf.make("alpha");
        server.catchUp();
        servers.remove(server);
        server.close();
        try (var files = Files.list(folder.resolve("one/rag"))) {
            for (var file : files.filter(each -> !each.endsWith("write.lock")).toList()) {
                Files.writeString(file, "broken");
            }
        }
        var again = server("one");
        again.catchUp();

        assertThat(count(again)).isEqualTo(1);
    }

    @Test
    void anIndexThatCouldNotBeWrittenIsOpenedAgain() throws Exception {
        var server = server("one");
        shelf.send("a", "text");
        shelf.make("alpha");
        server.catchUp();
        Files.delete(folder.resolve("one/rag/write.lock")); // which Lucene looks at before it writes
        shelf.send("b", "text");
        shelf.make("beta");

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(server::catchUp)
                .extracting(ApiException::code)
                .isEqualTo(ErrorCode.STORE_UNAVAILABLE);
        server.catchUp();
        assertThat(count(server)).isEqualTo(2);
    }

    @Test
    void anIndexOfAnotherDatabaseIsEmptied() {
        shelf.send("a", "text");
        shelf.make("alpha");
        var server = server("one");
        server.catchUp();
        servers.remove(server);
        server.close();
        try (var other = new MemoryDatabase()) {
            var stranger = server("one", new Shelf(other));
            assertThat(count(stranger)).isZero();
        }
    }

    @Test
    void makingItAnewLeavesNoGap() {
        var server = server("one");
        shelf.send("a", "text");
        shelf.make("alpha");
        server.catchUp();
        server.rebuild();
        assertThat(count(server)).isEqualTo(1);

        server.catchUp();
        assertThat(count(server)).isEqualTo(1);
        assertThat(server.state().current()).isTrue();
    }

    private static int count(Passages server) {
        try (var view = server.view()) {
            return view.count(new Scope(Shelf.OWNER, null, List.of()));
        }
    }

    private Passages server(String name) {
        return server(name, shelf);
    }

    private Passages server(String name, Shelf documents) {
        var server = new Passages();
        server.settings = Settings.of(Map.of("parley.data", folder.resolve(name).toString()));
        server.store = documents.store;
        server.instances = database.instance(Ticker.SYSTEM);
        server.threads = MemoryDatabase.threads();
        server.pulse = new Pulse() {
            @Override
            public synchronized void onBeat(Runnable listener) {
                // tests catch up themselves
            }
        };
        server.configure();
        server.onStart(null);
        servers.add(server);
        return server;
    }
}
