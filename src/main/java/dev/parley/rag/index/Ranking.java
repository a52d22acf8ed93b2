package dev.parley.rag.index;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TotalHits;

/** Passages in the order of one way to rank them, as rows of one {@link View}; only that view can make something of them. */
public final class Ranking {

    static final Ranking NONE =
            new Ranking(new TopDocs(new TotalHits(0, TotalHits.Relation.EQUAL_TO), new ScoreDoc[0]));

    private final TopDocs hits;

    Ranking(TopDocs hits) {
        this.hits = hits;
    }

    TopDocs hits() {
        return hits;
    }

    boolean isEmpty() {
        return hits.scoreDocs.length == 0;
    }

    IntStream rows() {
        return Arrays.stream(hits.scoreDocs).mapToInt(each -> each.doc);
    }

    /** The place of each row, from 1. */
    Map<Integer, Integer> places() {
        var places = new HashMap<Integer, Integer>();
        for (var each : hits.scoreDocs) {
            places.put(each.doc, places.size() + 1);
        }
        return places;
    }

    float scoreAt(int place) {
        return hits.scoreDocs[place - 1].score;
    }

    Ranking only(IntPredicate rows) {
        var left = Arrays.stream(hits.scoreDocs)
                .filter(each -> rows.test(each.doc))
                .toArray(ScoreDoc[]::new);
        return new Ranking(new TopDocs(hits.totalHits, left));
    }
}
