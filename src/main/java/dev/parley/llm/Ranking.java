package dev.parley.llm;

import java.util.Comparator;
import java.util.List;

/**
 * The best of some documents for a question, the best one first.
 *
 * @param model {@code provider/model} that judged
 * @param usage the output part is zero
 */
public record Ranking(String model, List<Place> places, Usage usage) {

    /**
     * @param index of the document in the request
     * @param relevance as the model measures it, larger is better; 0 to 1 with most rerankers, -1 to 1 where vectors are compared
     */
    public record Place(int index, double relevance) {}

    /** Puts {@code places} in order, equal ones by their index, and leaves out all but the first {@code most}. */
    public static Ranking of(String model, List<Place> places, int most, Usage usage) {
        var best = places.stream()
                .sorted(Comparator.comparingDouble(Place::relevance).reversed().thenComparingInt(Place::index))
                .limit(most)
                .toList();
        return new Ranking(model, best, usage);
    }
}
