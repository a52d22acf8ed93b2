package dev.parley.run;

import dev.parley.llm.Delta;
import dev.parley.persistence.Instances;
import dev.parley.persistence.MemoryDatabase;
import dev.parley.platform.Deadline;
import dev.parley.platform.FakeTicker;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.platform.Ticker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.House;
import dev.parley.provider.ModelStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/** One server that runs and stores, put together by hand; several of them may share a database. Nothing is flushed unless a test does. */
public final class Node {

    public static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");

    final FakeTicker ticker = new FakeTicker();
    final Instances instances;
    public final Runs runs = new Runs();
    final JournalWriter writer = new JournalWriter();
    final StoredRuns stored = new StoredRuns();

    public Node(MemoryDatabase database, String... settings) {
        instances = database.instance(ticker);
        var commits = database.commits();
        var all = settings.length == 0 ? Settings.of(Map.of()) : Settings.of(Map.of(settings[0], settings[1]));
        writer.settings = all;
        writer.commits = commits;
        writer.instances = instances;
        writer.configure();
        stored.settings = all;
        stored.source = database;
        stored.commits = commits;
        stored.instances = instances;
        stored.configure();
        runs.settings = all;
        runs.threads = MemoryDatabase.threads();
        runs.writer = writer;
        runs.stored = stored;
        runs.configure();
        at(NOW);
    }

    public void at(Instant moment) {
        writer.clock = Clock.fixed(moment, ZoneOffset.UTC);
        stored.clock = writer.clock;
    }

    /** Writes what is new into the database. */
    public void flush() {
        writer.flush();
    }

    /** Falls silent, and the other one sees it. */
    public void die(Node other) {
        if (!other.instances.isAlive(instances.own())) {
            throw new AssertionError("dead already");
        }
        other.ticker.pass(Duration.ofSeconds(30));
    }

    /** A model that says what the test tells it to. */
    public static final class Speaker implements ModelStream {

        private final LinkedBlockingQueue<Object> words = new LinkedBlockingQueue<>();

        /** Deltas, or the exception to break with. */
        public Speaker says(Object... more) {
            words.addAll(List.of(more));
            return this;
        }

        @Override
        public String model() {
            return "fake/answering";
        }

        @Override
        public Delta next() {
            try {
                var word = words.take();
                if (word instanceof RuntimeException failure) {
                    throw failure;
                }
                return (Delta) word;
            } catch (InterruptedException cancelled) {
                throw new ApiException(ErrorCode.CANCELLED, "scripted: nobody wants it any more");
            }
        }

        @Override
        public void close() {}
    }

    Run start(Speaker speaker) {
        return start(speaker, "open");
    }

    Run start(Speaker speaker, String owner) {
        return start(Ids.next("run"), speaker, owner, true);
    }

    public Run start(String id, Speaker speaker, String owner, boolean continues) {
        return runs.start(spec(id, owner, continues), List.of(), watch -> {
            watch.enter(Long.MAX_VALUE);
            return speaker;
        });
    }

    public static RunSpec spec(String id, String owner, boolean continues) {
        return new RunSpec(
                id,
                "req_1",
                owner,
                "chat",
                "fake/asked",
                House.HELLO,
                NOW.toEpochMilli(),
                continues,
                Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM));
    }

    /** All events of a run that has ended, from one number on, as {@code name:id:data}. */
    static List<String> events(Run run, int from) {
        var events = new NativeEvents(run);
        var lines = new ArrayList<String>();
        int next = from;
        for (var event = events.at(next); event != null; event = events.at(++next)) {
            lines.add(event.getName() + ":" + event.getId() + ":" + event.getData());
        }
        if (!events.endBefore(next)) {
            throw new AssertionError("no event " + next + ", and no end before it");
        }
        return lines;
    }
}
