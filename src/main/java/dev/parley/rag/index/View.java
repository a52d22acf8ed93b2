package dev.parley.rag.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;

/** The index as it is at one moment. For any number of threads, until it is closed. */
public final class View implements AutoCloseable {

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
        var query = new KnnFloatVectorQuery(Rows.vectors(model, unit), unit, most, Metadata.all(scope));
        return held(() -> new Ranking(searcher.search(query, most)));
    }

    /** The best passages of both rankings together, at most so many; one that is null says nothing. */
    public List<Hit> best(String question, Ranking words, Ranking vectors, int most) {
        return reading(() -> new Fusion(searcher.getIndexReader(), terms(question), words, vectors).best(most));
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
