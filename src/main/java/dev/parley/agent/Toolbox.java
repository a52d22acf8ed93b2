package dev.parley.agent;

import dev.parley.llm.ToolSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tools that run here for one request, by the names that its model sees. */
public final class Toolbox {

    public static final Toolbox EMPTY = new Toolbox(Map.of());

    /** A tool as it is offered: a request may have somebody asked where the tool itself would not. */
    record Offer(ServerTool tool, boolean asksFirst) {}

    private final Map<String, Offer> offers;

    Toolbox(Map<String, Offer> offers) {
        this.offers = new LinkedHashMap<>(offers);
    }

    public boolean isEmpty() {
        return offers.isEmpty();
    }

    /** In the order in which they were asked for. */
    public Set<String> names() {
        return offers.keySet();
    }

    public List<ToolSpec> specs() {
        return offers.values().stream().map(offer -> offer.tool().spec()).toList();
    }

    /** Null for a name that is none of ours. */
    Offer find(String name) {
        return offers.get(name);
    }
}
