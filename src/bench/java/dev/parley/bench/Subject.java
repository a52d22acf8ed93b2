package dev.parley.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A server under test, by the name it has in the table, and the kinds of load it gets. */
record Subject(String name, ServerProcess server) implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Streams in a closed loop; each is checked. */
    List<StreamExchange> streams(Script script, int concurrency, int total) throws IOException {
        return streams(script, Door.NATIVE, concurrency, total);
    }

    /** The same through another door. */
    List<StreamExchange> streams(Script script, Door door, int concurrency, int total) throws IOException {
        return streams(ClientConnection::new, script, door, concurrency, total);
    }

    /** The same through sockets. */
    List<StreamExchange> framed(Script script, int concurrency, int total) throws IOException {
        return streams(SocketConnection::new, script, Door.RESPONSES, concurrency, total);
    }

    private List<StreamExchange> streams(LoadClient.Opener opener, Script script, Door door, int concurrency, int total)
            throws IOException {
        return LoadClient.run(
                server.target(), opener, concurrency, total, () -> new StreamExchange(script, door), LIMIT);
    }

    /** JSON requests in a closed loop; each answer is checked. */
    List<JsonExchange> answers(Script script, int concurrency, int total) throws IOException {
        return LoadClient.run(
                server.target(), ClientConnection::new, concurrency, total, () -> new JsonExchange(script), LIMIT);
    }

    /** JSON requests at a fixed rate; each answer is checked. */
    List<JsonExchange> answersAtRate(Script script, int perSecond, int total) throws IOException {
        return LoadClient.runOpen(server.target(), perSecond, total, () -> new JsonExchange(script), LIMIT);
    }

    /**
     * Brings the server to the speed it will have: two JSON requests for each short stream, then paced streams.
     *
     * @throws IllegalStateException where the very first answers are not right, because then nothing else can be
     */
    void warmUp(Plan plan, Report report) throws IOException {
        requireRight(answers(Script.paced(20, 0), 1, 1));
        requireRight(streams(Script.paced(20, 0), 1, 1));
        report.failures(answers(Script.paced(20, 0), 16, plan.warmUp() * 2 / 3));
        report.failures(streams(Script.paced(5, 0), 50, plan.warmUp() / 3));
        report.failures(streams(Script.paced(100, 10), 100, plan.streamsPerRound() * 4));
        for (var door : List.of(Door.CHAT_COMPLETIONS, Door.RESPONSES)) {
            report.failures(streams(Script.paced(5, 0), door, 50, plan.warmUp() / 6));
            report.failures(streams(Script.paced(100, 10), door, 100, plan.streamsPerRound()));
        }
    }

    /** The same for its sockets, which the other load does not reach. */
    void warmUpSockets(Plan plan, Report report) throws IOException {
        requireRight(framed(Script.paced(20, 0), 1, 1));
        report.failures(framed(Script.paced(5, 0), 50, plan.warmUp() / 6));
        report.failures(framed(Script.paced(100, 10), 100, plan.streamsPerRound()));
    }

    private static void requireRight(List<? extends Exchange> first) {
        first.stream().filter(Exchange::failed).findFirst().ifPresent(wrong -> {
            throw new IllegalStateException("the server's first answer is not right: " + wrong.failure());
        });
    }

    @Override
    public void close() {
        server.close();
    }
}
