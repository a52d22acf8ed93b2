package dev.parley.responses;

import dev.parley.batch.Question;
import dev.parley.batch.RunReply;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.run.Runs;
import java.util.List;

/** Asks for a response. */
record ResponseQuestion(Turns turns, Runs runs, Exchange exchange) implements Question<RunReply> {

    @Override
    public String model() {
        return exchange.prompt().model();
    }

    @Override
    public Verdict assess(Requester by, int replies) {
        return turns.assess(exchange, by, replies);
    }

    @Override
    public RunReply ask(Terms terms, int number) {
        return new RunReply(turns.begin(exchange.of(terms.name()), terms.request(exchange.prompt())));
    }

    @Override
    public RunReply find(String name, String owner) {
        return RunReply.find(runs, name, owner);
    }

    @Override
    public Object answer(List<RunReply> replies) {
        var run = replies.getFirst().run();
        var finished = Finished.of(exchange.of(run.spec()), run, run.outcome());
        if (finished.refusal() != null) {
            throw finished.refusal();
        }
        return finished.wire();
    }
}
