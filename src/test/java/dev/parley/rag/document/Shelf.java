package dev.parley.rag.document;

import dev.parley.persistence.Instances;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.persistence.WriteGate;
import dev.parley.platform.Ids;
import dev.parley.platform.Ticker;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The documents of one process, put together by hand; several processes may share a database. */
public final class Shelf {

    public static final String OWNER = "red";

    public final DocumentStore store = new DocumentStore();
    public final Versions versions = new Versions();

    public Shelf(MemoryDatabase database) {
        this(database, database.instance(Ticker.SYSTEM));
    }

    Shelf(MemoryDatabase database, Instances instances) {
        var transactions = new Transactions();
        transactions.source = database;
        transactions.gate = new WriteGate();
        store.database = transactions;
        store.clock = Clock.systemUTC();
        versions.database = transactions;
        versions.instances = instances;
        versions.clock = Clock.systemUTC();
    }

    /** Sends a file. */
    public Upload send(String id, String text) {
        return send(id, text, null);
    }

    Upload send(String id, String text, PassageSize size) {
        var upload = new Upload(
                Ids.next("docv"),
                OWNER,
                id,
                "default",
                null,
                null,
                null,
                "text/plain",
                null,
                "",
                0,
                null,
                "key_1",
                null,
                0,
                1,
                size);
        return versions.announce(upload, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes what is next and serves it with these passages. */
    public void make(String... texts) {
        make(take().orElseThrow(), texts);
    }

    /** What is next, as long as all that was taken is being made. */
    public Optional<Upload> take() {
        return versions.take(version -> true);
    }

    void make(Upload upload, String... texts) {
        var passages = new ArrayList<Passage>();
        for (var text : texts) {
            passages.add(new Passage(passages.size(), 0, text.length(), null, text, new float[] {1, 2}));
        }
        versions.add(upload, passages, passages.size(), passages.size());
        versions.serve(upload, new Served("some/model", "recipe", 10, passages.size()));
    }

    List<String> served(String id) {
        return store.passages(store.find(OWNER, id).version()).stream()
                .map(Passage::text)
                .toList();
    }
}
