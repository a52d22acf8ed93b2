package dev.parley.rag.store;

import dev.parley.rag.index.Scope;
import java.util.List;

/**
 * How stores are searched.
 *
 * @param stores ids; whoever searches has seen to it that they are the caller's
 * @param most passages
 * @param conditions on the attributes of their files
 */
public record StoreSearch(List<String> stores, int most, List<Scope.Condition> conditions, StoreRanking ranking) {

    public static final int MOST_RESULTS = 50;
    public static final int USUAL_RESULTS = 10;

    public StoreSearch {
        stores = List.copyOf(stores);
        conditions = List.copyOf(conditions);
    }
}
