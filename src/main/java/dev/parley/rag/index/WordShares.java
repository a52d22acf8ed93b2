package dev.parley.rag.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;

/**
 * How much of a question's words a passage has, from 0 to 1. Each word counts by how rare it is, so that one name says more than "how do
 * I". Read from the index alone, and only at the passages that are asked for.
 */
final class WordShares {

    private final IndexReader index;
    private final Map<String, Double> weights = new LinkedHashMap<>();
    private double all;

    /** @param words of the question, as they are in the index */
    WordShares(IndexReader index, Set<String> words) throws IOException {
        this.index = index;
        for (var word : words) {
            int having = index.docFreq(new Term(Rows.WORDS, word));
            double weight = Math.log(1 + (index.numDocs() + 0.5) / (having + 0.5));
            weights.put(word, weight);
            all += weight;
        }
    }

    /** The share of each of {@code rows}; one that has none of the words is absent. */
    Map<Integer, Double> of(int[] rows) throws IOException {
        var sorted = rows.clone();
        Arrays.sort(sorted);
        var shares = new HashMap<Integer, Double>();
        for (var leaf : index.leaves()) {
            add(shares, leaf, sorted);
        }
        return shares;
    }

    private void add(Map<Integer, Double> shares, LeafReaderContext leaf, int[] sorted) throws IOException {
        int begin = place(sorted, leaf.docBase);
        int end = place(sorted, leaf.docBase + leaf.reader().maxDoc());
        var terms = begin == end ? null : leaf.reader().terms(Rows.WORDS);
        if (terms == null) {
            return;
        }
        var each = terms.iterator();
        PostingsEnum having = null;
        for (var word : weights.entrySet()) {
            if (each.seekExact(new BytesRef(word.getKey()))) {
                having = each.postings(having, PostingsEnum.NONE);
                double share = word.getValue() / all;
                for (int i = begin; i < end && having.docID() != DocIdSetIterator.NO_MORE_DOCS; i++) {
                    int row = sorted[i] - leaf.docBase;
                    if (having.docID() == row || having.docID() < row && having.advance(row) == row) {
                        shares.merge(sorted[i], share, Double::sum);
                    }
                }
            }
        }
    }

    /** Of the first one that is not below {@code row}. */
    private static int place(int[] sorted, int row) {
        int place = Arrays.binarySearch(sorted, row);
        return place < 0 ? -place - 1 : place;
    }
}
