package dev.parley.rag.index;

import dev.parley.rag.document.Document;
import dev.parley.rag.document.Passage;
import java.util.List;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;

/** A passage as a row of the index, and back. */
final class Rows {

    static final String OWNER = "owner";
    static final String COLLECTION = "collection";
    static final String WORDS = "words";
    static final String MODEL = "model";
    private static final String DOCUMENT = "document";

    /** Which words it has and how often; where they stand is of no use here. */
    private static final FieldType COUNTED = new FieldType();

    static {
        COUNTED.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        COUNTED.setTokenized(true);
        COUNTED.freeze();
    }

    private Rows() {}

    /** What all passages of a document have and no other. */
    static Term key(Document document) {
        return new Term(DOCUMENT, document.owner() + '\0' + document.id());
    }

    /** The field with the vectors of a model. Its length belongs to it: a field of Lucene has one, and whatever a model gives is taken. */
    static String vectors(String model, float[] vector) {
        return "vector of " + model + ", " + vector.length;
    }

    static List<org.apache.lucene.document.Document> of(Document document, List<Passage> passages) {
        return passages.stream().map(passage -> row(document, passage)).toList();
    }

    private static org.apache.lucene.document.Document row(Document document, Passage passage) {
        var row = new org.apache.lucene.document.Document();
        row.add(new StringField(DOCUMENT, key(document).text(), Field.Store.NO));
        row.add(new StringField(OWNER, document.owner(), Field.Store.NO));
        row.add(new StringField(COLLECTION, document.collection(), Field.Store.YES));
        row.add(new StringField(MODEL, document.model(), Field.Store.NO));
        row.add(new Field(WORDS, searched(document, passage), COUNTED));
        Metadata.add(row, document.metadata());
        var unit = unit(passage.vector());
        if (unit != null && unit.length <= LongVectors.LONGEST) {
            row.add(new KnnFloatVectorField(
                    vectors(document.model(), unit), unit, VectorSimilarityFunction.DOT_PRODUCT));
        }
        row.add(new StoredField("id", document.id()));
        store(row, "title", document.title());
        store(row, "source", document.source());
        store(row, "metadata", document.metadata());
        store(row, "heading", passage.heading());
        row.add(new StoredField("text", passage.text()));
        row.add(new StoredField("number", passage.number()));
        row.add(new StoredField("begin", passage.begin()));
        row.add(new StoredField("end", passage.end()));
        return row;
    }

    private static String searched(Document document, Passage passage) {
        return document.title() == null ? passage.searched() : document.title() + "\n" + passage.searched();
    }

    private static void store(org.apache.lucene.document.Document row, String field, String value) {
        if (value != null) {
            row.add(new StoredField(field, value));
        }
    }

    static Hit hit(org.apache.lucene.document.Document row, double score, Integer keywordRank, Integer vectorRank) {
        var passage = new Passage(
                row.getField("number").numericValue().intValue(),
                row.getField("begin").numericValue().intValue(),
                row.getField("end").numericValue().intValue(),
                row.get("heading"),
                row.get("text"),
                null);
        return new Hit(
                row.get("id"),
                row.get(COLLECTION),
                row.get("title"),
                row.get("source"),
                row.get("metadata"),
                passage,
                score,
                keywordRank,
                vectorRank);
    }

    /** The vector of length one in the same direction; null where there is none. */
    static float[] unit(float[] vector) {
        if (vector == null) {
            return null;
        }
        double square = 0;
        for (float x : vector) {
            square += (double) x * x;
        }
        if (!(square > 0) || Double.isInfinite(square)) {
            return null;
        }
        double length = Math.sqrt(square);
        var unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
