package dev.parley.rag.store;

import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.platform.Deadline;
import dev.parley.rag.Retrieval;
import dev.parley.rag.index.Hit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Looks for passages in vector stores. Blocks. */
@ApplicationScoped
public class StoreSearches {

    @Inject
    Retrieval retrieval;

    /**
     * The passages that fit best, numbered from 1. Of several queries the best of each come first, then the second ones.
     *
     * @param queries at least one
     * @throws dev.parley.problem.ApiException as {@link Retrieval#find}
     */
    public List<FoundPassage> find(StoreSearch search, List<String> queries, Requester by, Deadline deadline) {
        var rankings = new ArrayList<List<Hit>>();
        for (var query : queries) {
            rankings.add(retrieval.find(wanted(search, query), by, deadline).hits().stream()
                    .filter(hit -> hit.score() >= search.ranking().least())
                    .toList());
        }
        var found = new ArrayList<FoundPassage>();
        for (var hit : merged(rankings, search.most())) {
            found.add(FoundPassage.of(found.size() + 1, hit));
        }
        return found;
    }

    /** What would become of the paid part of a search, as its first query has it; empty for one that costs nothing. */
    public Optional<Verdict> assess(StoreSearch search, List<String> queries, Requester by) {
        return retrieval.assess(wanted(search, queries.getFirst()), by);
    }

    private static Retrieval.Search wanted(StoreSearch search, String query) {
        return new Retrieval.Search(
                query, search.most(), search.ranking().mode(), search.stores(), search.conditions(), null);
    }

    private static List<Hit> merged(List<List<Hit>> rankings, int most) {
        var merged = new LinkedHashMap<String, Hit>();
        for (int place = 0; place < most; place++) {
            for (var ranking : rankings) {
                if (place < ranking.size()) {
                    var hit = ranking.get(place);
                    merged.putIfAbsent(hit.document() + "\0" + hit.passage().number(), hit);
                }
            }
        }
        return merged.values().stream().limit(most).toList();
    }
}
