package dev.parley.governance.budget;

import dev.parley.governance.Claim;
import dev.parley.llm.Usage;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;

/** Knows what models cost, before a call and after it. */
@ApplicationScoped
public class Prices {

    private PriceList list;
    private boolean unknownIsFree;
    private int defaultOutput;
    private int margin;

    @Inject
    Settings settings;

    @PostConstruct
    void configure() {
        list = PriceList.read(settings);
        var unknown = settings.text("parley.prices.unknown", "refuse");
        unknownIsFree = switch (unknown) {
            case "refuse" -> false;
            case "free" -> true;
            default -> throw Settings.bad("parley.prices.unknown", unknown, "refuse or free");
        };
        defaultOutput = settings.integer("parley.budget.default-output", 4_096, 1, 10_000_000);
        margin = settings.integer("parley.budget.input-margin", 0, 0, 400);
    }

    /** What is set wrong stops the start. */
    void onStart(@Observes Startup start) {
        // configured by now
    }

    /** What {@code claim} costs at most, whoever of its models answers. */
    public Quote quote(Claim claim) {
        int output = claim.maxOutputTokens() != null ? claim.maxOutputTokens() : longestOutput(claim);
        return new Quote(worstCase(claim, claim.inputTokens(), output), output);
    }

    /** What so many tokens of input more cost at most, and the same output once more; null as in {@link Quote}. */
    public Long more(Claim claim, int input, int output) {
        return worstCase(claim, input, output);
    }

    private Long worstCase(Claim claim, long input, int output) {
        long most = 0;
        for (var model : claim.models()) {
            var price = price(model);
            if (price == null) {
                return null;
            }
            most = Math.max(most, price.of(Math.ceilDiv(input * (100 + margin), 100), 0, output));
        }
        return most;
    }

    /** What the shortest-spoken of the models can say, and no more than the setting. */
    private int longestOutput(Claim claim) {
        int shortest = defaultOutput;
        for (var model : claim.models()) {
            var price = price(model);
            if (price != null && price.maxOutput() != null) {
                shortest = Math.min(shortest, price.maxOutput());
            }
        }
        return shortest;
    }

    /**
     * What was used costs, in micro-dollars; null when the model has no price.
     *
     * @param model {@code provider/model}
     */
    public Long cost(String model, Usage usage) {
        var price = price(model);
        return price == null ? null : Long.valueOf(price.of(usage));
    }

    private Price price(String model) {
        return list.find(model).orElse(unknownIsFree ? Price.FREE : null);
    }

    /** The refusal of a caller with a budget, for a model without a price. */
    public static ApiException unpriced(Claim claim) {
        return new ApiException(
                ErrorCode.PRICE_UNKNOWN,
                "There is no price for every model that may answer (%s), and this key or its team has a budget. Set one with parley.prices, or parley.prices.unknown=free."
                        .formatted(String.join(", ", claim.models())));
    }
}
