package dev.parley.run;

import java.util.List;

/** The runs of one request that wants several answers. They end together: with the first failure, or when the last one is whole. */
public record RunGroup(List<Run> runs) implements Audible {

    public RunGroup {
        runs = List.copyOf(runs);
    }

    @Override
    public void attach(Listener listener) {
        runs.forEach(run -> run.attach(listener));
    }

    @Override
    public void leave(Listener listener) {
        runs.forEach(run -> run.leave(listener));
    }

    @Override
    public void handOver(Listener from, Listener to) {
        runs.forEach(run -> run.handOver(from, to));
    }

    @Override
    public boolean spoke() {
        return runs.stream().anyMatch(Run::spoke);
    }

    @Override
    public boolean isSettling() {
        return runs.stream().anyMatch(Run::isSettling);
    }

    @Override
    public Outcome outcome() {
        Outcome end = runs.getFirst().outcome();
        for (var run : runs) {
            var outcome = run.outcome();
            if (outcome != null && !(outcome instanceof Outcome.Completed)) {
                return outcome;
            }
            end = outcome == null ? null : end;
        }
        return end;
    }
}
