package dev.parley.agent;

import dev.parley.generation.ModelSteps;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.platform.Deadline;
import dev.parley.platform.Ticker;
import dev.parley.platform.Watch;
import dev.parley.problem.ApiException;
import dev.parley.provider.ModelStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A model that answers as the test wrote down; the last answer is given again when it is asked more often. */
final class FakeModel implements ModelSteps {

    final List<Prompt> prompts = new ArrayList<>();
    final Watch watch = new Watch();
    Deadline deadline = Deadline.after(Duration.ofMinutes(1), Ticker.SYSTEM);
    String runId;
    long price = 10;
    private final List<List<Object>> answers = new ArrayList<>();
    private Usage used;
    private int ended;

    /** Deltas, or an exception to break with; without an end, a good one is added. */
    FakeModel answers(Object... deltas) {
        answers.add(Arrays.asList(deltas));
        return this;
    }

    FakeModel says(String text) {
        return answers(new Delta.TextDelta(text), new Delta.End(FinishReason.STOP));
    }

    /** Calls tools: names and arguments in turns. */
    FakeModel calls(String... namesAndArguments) {
        var deltas = new ArrayList<Object>();
        for (int i = 0; i < namesAndArguments.length; i += 2) {
            int index = i / 2;
            deltas.add(
                    new Delta.ToolCallDelta(index, "call_" + answers.size() + "_" + index, namesAndArguments[i], ""));
            deltas.add(new Delta.ToolCallDelta(index, null, null, namesAndArguments[i + 1]));
        }
        deltas.add(new Delta.End(FinishReason.TOOL_CALLS));
        answers.add(deltas);
        return this;
    }

    @Override
    public ModelStream ask(Prompt prompt) {
        prompts.add(prompt);
        var script = answers.get(Math.min(prompts.size(), answers.size()) - 1);
        if (script.getFirst() instanceof ApiException refusal && script.size() == 1) {
            throw refusal;
        }
        return new Answer(script);
    }

    @Override
    public int asked() {
        return prompts.size();
    }

    @Override
    public Usage used() {
        return used;
    }

    @Override
    public long cost() {
        return ended * price;
    }

    @Override
    public String model() {
        return "fake/m";
    }

    @Override
    public String runId() {
        return runId;
    }

    @Override
    public String owner() {
        return "me";
    }

    @Override
    public Deadline deadline() {
        return deadline;
    }

    @Override
    public Watch watch() {
        return watch;
    }

    private final class Answer implements ModelStream {

        private final List<Object> script;
        private int next;

        private Answer(List<Object> script) {
            this.script = script;
        }

        @Override
        public String model() {
            return "fake/answering";
        }

        @Override
        public Delta next() {
            var word = script.get(next++);
            if (word instanceof ApiException broken) {
                used();
                throw broken;
            }
            if (word instanceof Delta.End) {
                used();
            }
            return (Delta) word;
        }

        private void used() {
            ended++;
            var more = Usage.reported(100, 10);
            used = used == null ? more : used.plus(more);
        }

        @Override
        public void close() {}
    }
}
