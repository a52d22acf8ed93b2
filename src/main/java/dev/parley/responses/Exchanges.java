package dev.parley.responses;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.agent.Agents;
import dev.parley.agent.Toolbox;
import dev.parley.llm.Prompt;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.problem.ErrorCode;
import dev.parley.schema.Schemas;
import dev.parley.token.TokenCounter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Takes requests apart. Whatever is wrong with one is told here, before anything is stored or paid. */
@ApplicationScoped
class Exchanges {

    private ContextWindow context;
    private PartReader parts;

    @Inject
    Settings settings;

    @Inject
    Archive archive;

    @Inject
    LiveResponses live;

    @Inject
    Schemas schemas;

    @Inject
    Agents agents;

    @Inject
    OpenCalls openCalls;

    @Inject
    Interruptions interruptions;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        var rules = ResponseSettings.read(settings);
        parts = new PartReader(rules.maxImageBytes());
        context = new ContextWindow(TokenCounter.o200k(), rules.contextTokens());
    }

    /** @throws dev.parley.problem.ApiException naming the parameter that is wrong */
    Exchange accept(ResponseRequest request, String owner) {
        return accept(request, owner, Recollection.NOTHING);
    }

    /** The same for a caller who remembers more than is stored. */
    Exchange accept(ResponseRequest request, String owner, Recollection known) {
        RequestRules.check(request);
        LimitRules.read(request, agents.bounds());
        var remembered = known.find(request.previousResponseId());
        var previous = remembered != null ? remembered : previous(request.previousResponseId(), owner);
        var before = Previous.items(previous);
        var input = input(request.input(), request.previousResponseId(), before);
        var rules = rules(request, joined(before, input), owner);
        CallPairs.check(before, input);
        var continued = previous == null || !rules.tools().runHere()
                ? Exchange.Continued.NOTHING
                : new Exchange.Continued(openCalls.of(before, previous.runId(), input, owner), previous.spent());
        var conversation = context.fit(joined(before, input), request.mayTruncate(), rules::prompt);
        return new Exchange(
                Ids.next("resp"),
                owner,
                clock.millis(),
                request,
                rules.tools(),
                rules.text(),
                rules.reasoning(),
                input,
                conversation,
                rules.prompt(conversation),
                continued);
    }

    /** A stored response as it was accepted, to read what its run has put out. No tools are looked for. */
    static Exchange again(StoredResponse row) {
        var request = ResponseRequest.read(row.request);
        var rules = new PromptRules(request.withoutToolChoice(), 0, wishes -> Toolbox.EMPTY);
        var conversation = Items.read(row.conversation);
        return new Exchange(
                row.id,
                row.owner,
                row.createdAt,
                request,
                rules.tools(),
                rules.text(),
                rules.reasoning(),
                List.of(),
                conversation,
                null,
                new Exchange.Continued(List.of(), row.spent == null ? 0 : row.spent));
    }

    /** The tokens that a request would cost as input. */
    int count(ResponseRequest request, String owner) {
        RequestRules.check(request);
        var before = Previous.items(previous(request.previousResponseId(), owner));
        var input = input(request.input(), request.previousResponseId(), before);
        var all = joined(before, input);
        return TokenCounter.o200k().count(rules(request, all, owner).prompt(all));
    }

    /** All items that {@code input} and the response before it make, as they are. */
    List<Item> items(JsonNode input, String previousResponseId, String owner) {
        var before = Previous.items(previous(previousResponseId, owner));
        return joined(before, input(input, previousResponseId, before));
    }

    /** Refuses a prompt that is longer than the context window. */
    void checkLength(Prompt prompt) {
        context.fit(List.of(), false, nothing -> prompt);
    }

    private List<Item> input(JsonNode input, String previousResponseId, List<Item> before) {
        var items = new ItemReader(before, parts).read(input);
        if (items.isEmpty() && previousResponseId == null) {
            throw Invalid.param("input", "is required when there is no previous_response_id");
        }
        return items;
    }

    private static List<Item> joined(List<Item> before, List<Item> input) {
        var all = new ArrayList<Item>(before.size() + input.size());
        all.addAll(before);
        all.addAll(input);
        return all;
    }

    /** What is continued, null for nothing. */
    private Previous previous(String id, String owner) {
        if (id == null) {
            return null;
        }
        var row = archive.find(id, owner)
                .orElseThrow(() -> Invalid.because(
                        ErrorCode.PREVIOUS_RESPONSE_NOT_FOUND,
                        "previous_response_id",
                        "names no response that is stored"));
        boolean isLive = live.find(id, owner).isPresent();
        var ended = isLive ? row : interruptions.settled(row);
        if (ended.status.equals(Item.IN_PROGRESS) && (isLive || !archive.isInterrupted(ended))) {
            throw Invalid.param("previous_response_id", "names a response that is still in progress");
        }
        return Previous.of(ended);
    }

    private PromptRules rules(ResponseRequest request, List<Item> conversation, String owner) {
        var rules = new PromptRules(
                request, CitedPassages.of(conversation).last(), wishes -> agents.toolbox(wishes, owner));
        rules.schemas().forEach(schemas::compile);
        return rules;
    }
}
