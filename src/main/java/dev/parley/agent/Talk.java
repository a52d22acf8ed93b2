package dev.parley.agent;

import dev.parley.generation.ModelSteps;
import dev.parley.llm.Delta;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.Role;
import dev.parley.llm.ToolChoice;
import dev.parley.provider.ModelStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** What has been said in a run until now, and what its model is asked next; asks no more once a bound is reached. For the run's thread. */
final class Talk {

    private final AgentRequest request;
    private final ModelSteps model;
    private final List<Message> messages;

    Talk(AgentRequest request, ModelSteps model) {
        this.request = request;
        this.model = model;
        this.messages = new ArrayList<>(request.generation().prompt().messages());
    }

    void add(List<Message> said) {
        messages.addAll(said);
    }

    /** Takes in what the user has said meanwhile, and tells it. */
    void hear(Queue<Delta> told) {
        for (var text = request.inbox().poll();
                text != null;
                text = request.inbox().poll()) {
            told.add(new Delta.Input(text));
            messages.add(Message.of(Role.USER, text));
        }
    }

    /** The bound that is reached, null when the model may be asked again. */
    FinishReason bound() {
        var bounds = request.bounds();
        var used = model.used();
        var most = request.generation().prompt().sampling().maxTokens();
        if (model.asked() >= bounds.steps()) {
            return FinishReason.MAX_STEPS;
        }
        if (used != null && used.total() >= bounds.tokens()) {
            return FinishReason.MAX_TOKENS;
        }
        if (used != null && most != null && used.output() >= most) {
            return FinishReason.LENGTH;
        }
        return request.spent() + model.cost() >= bounds.cost() ? FinishReason.MAX_COST : null;
    }

    ModelStream ask() {
        return model.ask(prompt());
    }

    /** What was required of the first answer is not required of the next ones, or there would be no last one. */
    private Prompt prompt() {
        var prompt = request.generation().prompt();
        var most = prompt.sampling().maxTokens();
        if (most != null && model.used() != null) {
            prompt = prompt.with(
                    prompt.sampling().withMaxTokens(most - model.used().output()));
        }
        boolean demands =
                prompt.toolChoice() instanceof ToolChoice.Named || prompt.toolChoice() == ToolChoice.Mode.REQUIRED;
        return (demands && !isFirst() ? prompt.with(ToolChoice.Mode.AUTO) : prompt).with(messages);
    }

    private boolean isFirst() {
        return model.asked() == 0 && request.open().isEmpty();
    }
}
