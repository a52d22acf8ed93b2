package dev.parley.rag.index;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/** Lucene's own form of vectors, without its bound of 1,024 numbers: many models make longer ones. Files carry the name of Lucene's. */
final class LongVectors extends KnnVectorsFormat {

    static final int LONGEST = 4_096;

    private final KnnVectorsFormat lucene;

    private LongVectors(KnnVectorsFormat lucene) {
        super(lucene.getName());
        this.lucene = lucene;
    }

    static Lucene104Codec codec() {
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return new LongVectors(super.getKnnVectorsFormatForField(field));
            }
        };
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return lucene.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return lucene.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return LONGEST;
    }
}
