package dev.parley.rag.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.TopDocs;

/**
 * Makes one ranking of two. Where vectors rank too, a passage has a say by its words only if it has a good part of what they say: by
 * reciprocal rank alone the fiftieth passage with "how" and "what" in it that vectors find far off would go before the one that they find
 * nearest.
 */
final class Fusion {

    /** Of reciprocal rank fusion, as its authors chose it. */
    private static final int RANK_CONSTANT = 60;

    /** Measured on the corpus of RetrievalQualityTest and on questions apart from it; anything from 0.25 to 0.5 does about as well. */
    private static final double TELLING_SHARE = 1.0 / 3;

    private final IndexReader index;
    private final Ranking words;
    private final Ranking vectors;
    private final Map<Integer, Double> shares;

    /**
     * @param asked the words of the question, as they are in the index
     * @param words null where words do not rank, as {@code vectors}; not both
     */
    Fusion(IndexReader index, Set<String> asked, Ranking words, Ranking vectors) throws IOException {
        this.index = index;
        this.words = words;
        this.vectors = vectors;
        var rows = there(words, vectors).flatMapToInt(Ranking::rows).distinct().toArray();
        this.shares = new WordShares(index, asked).of(rows);
    }

    /** The best passages, at most so many. */
    List<Hit> best(int most) throws IOException {
        var rankings = there(telling(), vectors).map(Ranking::hits).toArray(TopDocs[]::new);
        var wordPlaces = words == null ? Map.<Integer, Integer>of() : words.places();
        var vectorPlaces = vectors == null ? Map.<Integer, Integer>of() : vectors.places();
        var stored = index.storedFields();
        var hits = new ArrayList<Hit>();
        for (var each : TopDocs.rrf(most, RANK_CONSTANT, rankings).scoreDocs) {
            var place = vectorPlaces.get(each.doc);
            double nearness = place == null ? 0 : cosine(vectors.scoreAt(place));
            double score = Math.max(nearness, shares.getOrDefault(each.doc, 0.0));
            hits.add(Rows.hit(stored.document(each.doc), rounded(score), wordPlaces.get(each.doc), place));
        }
        return hits;
    }

    private Ranking telling() {
        return words == null || vectors == null || vectors.isEmpty()
                ? words
                : words.only(row -> shares.getOrDefault(row, 0.0) >= TELLING_SHARE);
    }

    private static Stream<Ranking> there(Ranking... rankings) {
        return Stream.of(rankings).filter(Objects::nonNull);
    }

    /** Lucene makes scores positive: (1 + x) / 2. */
    private static double cosine(float score) {
        return Math.clamp(2.0 * score - 1, 0.0, 1.0);
    }

    private static double rounded(double score) {
        return Math.round(score * 10_000) / 10_000.0;
    }
}
