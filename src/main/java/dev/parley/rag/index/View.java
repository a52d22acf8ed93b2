package dev.parley.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;

/** The index as it is at one moment. For any number of threads, until it is closed. */
public final class View implements AutoCloseable {

    /** Passages in the order of one way to rank them. */
    public record Ranking(TopDocs hits) {

        public static final Ranking NONE = new Ranking(new TopDocs(
                new org.apache.lucene.search.TotalHits(0, org.apache.lucene.search.TotalHits.Relation.EQUAL_TO),
                new ScoreDoc[0]));

        Map<Integer, Integer> places() {
            var places = new HashMap<Integer, Integer>();
            for (int i = 0; i < hits.scoreDocs.length; i++) {
                places.put(hits.scoreDocs[i].doc, i + 1);
            }
            return places;
        }
    }

    /** Of reciprocal rank fusion, as its authors chose it. */
    private static final int RANK_CONSTANT = 60;

    /** Measured on the corpus of RetrievalQualityTest and on questions apart from it; anything from 0.25 to 0.5 does about as well. */
    private static final double TELLING_SHARE = 1.0 / 3;

    private static final int MOST_WORDS = 64;

    private final SearcherManager searchers;
    private final IndexSearcher searcher;
    private final Analyzer analyzer;

    View(SearcherManager searchers, Analyzer analyzer) throws IOException {
        this.searchers = searchers;
        this.searcher = searchers.acquire();
        this.analyzer = analyzer;
    }

    /** How many passages are within a scope. */
    public int count(Scope scope) {
        return reading(() -> searcher.count(Metadata.all(scope)));
    }

    /** Whether any passage of an owner has a field in its metadata. */
    public boolean knows(String owner, String field) {
        var scope = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Rows.OWNER, owner)), BooleanClause.Occur.FILTER)
                .add(Metadata.names(field), BooleanClause.Occur.FILTER)
                .build();
        return reading(() -> searcher.count(scope)) > 0;
    }

    /** How many passages of an owner have no vectors of a model. */
    public int withoutVectorsOf(String model, String owner) {
        var others = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(Rows.OWNER, owner)), BooleanClause.Occur.FILTER)
                .add(new TermQuery(new Term(Rows.MODEL, model)), BooleanClause.Occur.MUST_NOT)
                .build();
        return reading(() -> searcher.count(others));
    }

    /** By the words of {@code text}, as BM25 ranks them. */
    public Ranking byWords(Scope scope, String text, int most) {
        var query = new BooleanQuery.Builder().add(Metadata.all(scope), BooleanClause.Occur.FILTER);
        var any = new BooleanQuery.Builder();
        terms(text).stream()
                .limit(MOST_WORDS)
                .forEach(word -> any.add(new TermQuery(new Term(Rows.WORDS, word)), BooleanClause.Occur.SHOULD));
        query.add(any.build(), BooleanClause.Occur.MUST);
        return held(() -> new Ranking(searcher.search(query.build(), most)));
    }

    /** By nearness to a vector of a model. */
    public Ranking byVector(Scope scope, String model, float[] vector, int most) {
        var unit = Rows.unit(vector);
        if (unit == null) {
            return Ranking.NONE;
        }
        var query = new KnnFloatVectorQuery(Rows.vectors(model), unit, most, Metadata.all(scope));
        return held(() -> new Ranking(searcher.search(query, most)));
    }

    /**
     * The best passages of all rankings together, at most so many; a ranking that is null says nothing. Where vectors rank too, a passage
     * has a say by its words only if it has a good part of what they say: by reciprocal rank alone the fiftieth passage with "how" and
     * "what" in it that vectors find far off would go before the one that they find nearest.
     */
    public List<Hit> best(String question, Ranking words, Ranking vectors, int most) {
        return reading(() -> {
            var shares = new WordShares(searcher.getIndexReader(), terms(question)).of(rows(words, vectors));
            var fused = TopDocs.rrf(most, RANK_CONSTANT, rankings(telling(words, vectors, shares), vectors));
            var wordPlaces = words == null ? Map.<Integer, Integer>of() : words.places();
            var vectorPlaces = vectors == null ? Map.<Integer, Integer>of() : vectors.places();
            var stored = searcher.storedFields();
            var hits = new ArrayList<Hit>();
            for (var each : fused.scoreDocs) {
                var place = vectorPlaces.get(each.doc);
                double nearness = place == null ? 0 : cosine(vectors.hits.scoreDocs[place - 1].score);
                double score = Math.max(nearness, shares.getOrDefault(each.doc, 0.0));
                var row = stored.document(each.doc);
                hits.add(Rows.hit(row, Math.round(score * 10_000) / 10_000.0, wordPlaces.get(each.doc), place));
            }
            return hits;
        });
    }

    private static int[] rows(Ranking... rankings) {
        return Arrays.stream(rankings(rankings))
                .flatMap(ranking -> Arrays.stream(ranking.scoreDocs))
                .mapToInt(each -> each.doc)
                .distinct()
                .toArray();
    }

    private static Ranking telling(Ranking words, Ranking vectors, Map<Integer, Double> shares) {
        if (words == null || vectors == null || vectors.hits.scoreDocs.length == 0) {
            return words;
        }
        var good = Arrays.stream(words.hits.scoreDocs)
                .filter(each -> shares.getOrDefault(each.doc, 0.0) >= TELLING_SHARE)
                .toArray(ScoreDoc[]::new);
        return new Ranking(new TopDocs(words.hits.totalHits, good));
    }

    private static TopDocs[] rankings(Ranking... rankings) {
        var there = new ArrayList<TopDocs>();
        for (var ranking : rankings) {
            if (ranking != null) {
                there.add(ranking.hits);
            }
        }
        return there.toArray(TopDocs[]::new);
    }

    /** Lucene makes scores positive: (1 + x) / 2. */
    private static double cosine(float score) {
        return Math.clamp(2.0 * score - 1, 0.0, 1.0);
    }

    private Set<String> terms(String text) {
        var terms = new LinkedHashSet<String>();
        try (var tokens = analyzer.tokenStream(Rows.WORDS, text)) {
            var term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                terms.add(term.toString());
            }
            tokens.end();
            return terms;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T reading(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException broken) {
            throw new UncheckedIOException("The index can't be read; POST /admin/rag/reindex makes it anew", broken);
        }
    }

    /** Reads with a hold of its own: whoever waits for a ranking may give up, and close this view, before it is there. */
    private <T> T held(Reading<T> reading) {
        var reader = searcher.getIndexReader();
        if (!reader.tryIncRef()) {
            throw new IllegalStateException("this view is closed");
        }
        return reading(() -> {
            try {
                return reading.read();
            } finally {
                reader.decRef();
            }
        });
    }

    @Override
    public void close() {
        reading(() -> {
            searchers.release(searcher);
            return null;
        });
    }
}
