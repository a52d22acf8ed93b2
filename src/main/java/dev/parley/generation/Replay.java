package dev.parley.generation;

import dev.parley.llm.Delta;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.provider.ModelStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Deltas that are there already, and what they end with when they do not end well. */
final class Replay implements ModelStream {

    private final String model;
    private final Queue<Delta> deltas;
    private final ApiException failure;

    private Replay(String model, List<Delta> deltas, ApiException failure) {
        this.model = model;
        this.deltas = new ArrayDeque<>(deltas);
        this.failure = failure;
    }

    /** A whole answer. */
    static Replay of(String model, List<Delta> deltas) {
        return new Replay(model, deltas, null);
    }

    /** A failure that has cost something. */
    static Replay of(String model, Usage used, ApiException failure) {
        return new Replay(model, List.of(new Delta.UsageDelta(used)), failure);
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Delta next() {
        if (deltas.isEmpty() && failure != null) {
            throw failure;
        }
        return deltas.remove();
    }

    @Override
    public void close() {
        // the calls were closed when they had been read
    }
}
