package dev.parley.batch;

import dev.parley.generation.Generation;
import dev.parley.generation.GenerationRequest;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.llm.Prompt;
import dev.parley.run.Run;
import dev.parley.run.Runs;
import java.util.List;
import java.util.function.Function;

/**
 * Asks for the answer to a prompt, or for several.
 *
 * @param prompts one for each answer
 * @param told what is made of the runs that have answered
 */
public record PromptQuestion(Generation generation, Runs runs, List<Prompt> prompts, Function<List<Run>, Object> told)
        implements Question<RunReply> {

    @Override
    public String model() {
        return prompts.getFirst().model();
    }

    @Override
    public int replies() {
        return prompts.size();
    }

    @Override
    public Verdict assess(Requester by, int replies) {
        return generation.assess(new GenerationRequest(by, OPERATION, prompts.getFirst(), false, false, null), replies);
    }

    @Override
    public RunReply ask(Terms terms, int number) {
        return new RunReply(generation.start(terms.request(prompts.get(number))));
    }

    @Override
    public RunReply find(String name, String owner) {
        return RunReply.find(runs, name, owner);
    }

    @Override
    public Object answer(List<RunReply> replies) {
        return told.apply(replies.stream().map(RunReply::run).toList());
    }
}
