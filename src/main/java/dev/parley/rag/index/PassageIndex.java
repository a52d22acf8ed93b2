package dev.parley.rag.index;

import dev.parley.rag.document.Document;
import dev.parley.rag.document.Passage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.FSDirectory;

/** One index in a folder. Written by one thread at a time; views of it may be had by any. */
final class PassageIndex implements AutoCloseable {

    /** Changes when rows come to be written in another way. */
    private static final String FORM = "2";

    private static final String FORM_KEY = "form";
    private static final String CHANGED_KEY = "changed";
    private static final double BUFFER_MEGABYTES = 64;

    private final Analyzer analyzer = new EnglishAnalyzer();
    private final FSDirectory folder;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private volatile long changed;

    private PassageIndex(FSDirectory folder, IndexWriter writer) throws IOException {
        this.folder = folder;
        this.writer = writer;
        this.searchers = new SearcherManager(writer, null);
    }

    /**
     * Opens what is in a folder, or makes it empty where it can't be used.
     *
     * @param anew whether it is to be empty in any case
     * @throws IOException when it can't be read; another process may hold it
     */
    static PassageIndex open(Path path, boolean anew) throws IOException {
        var folder = FSDirectory.open(path);
        if (anew) {
            empty(folder);
        }
        var analyzer = new EnglishAnalyzer();
        var config = new IndexWriterConfig(analyzer)
                .setCodec(LongVectors.codec())
                .setRAMBufferSizeMB(BUFFER_MEGABYTES)
                .setOpenMode(anew ? OpenMode.CREATE : OpenMode.CREATE_OR_APPEND);
        var index = new PassageIndex(folder, new IndexWriter(folder, config));
        index.begin();
        return index;
    }

    /** Lucene can't replace what it can't read. Whoever holds the folder keeps what is in it. */
    private static void empty(FSDirectory folder) throws IOException {
        try (var held = folder.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            for (var file : folder.listAll()) {
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    held.ensureValid();
                    folder.deleteFile(file);
                }
            }
        }
    }

    private void begin() throws IOException {
        String form = null;
        var data = writer.getLiveCommitData();
        if (data != null) {
            for (var entry : data) {
                form = entry.getKey().equals(FORM_KEY) ? entry.getValue() : form;
                changed = entry.getKey().equals(CHANGED_KEY) ? Long.parseLong(entry.getValue()) : changed;
            }
        }
        if (!FORM.equals(form)) {
            clear();
        }
    }

    private void clear() throws IOException {
        writer.deleteAll();
        searchers.maybeRefreshBlocking();
        rewind();
    }

    /** Lets it follow from the first change on; until it has, what is there stays. */
    void rewind() {
        changed = 0;
    }

    /** The number of the last change that can be seen here. */
    long changed() {
        return changed;
    }

    /** Puts a document's passages in the place of those it had; none takes it away. */
    void put(Document document, List<Passage> passages) throws IOException {
        if (passages.isEmpty()) {
            writer.deleteDocuments(Rows.key(document));
        } else {
            writer.updateDocuments(Rows.key(document), Rows.of(document, passages));
        }
    }

    /** Lets views see what was put, up to a change. */
    void show(long number) throws IOException {
        searchers.maybeRefreshBlocking();
        changed = number;
    }

    /** Writes to disk what views see, so that a restart goes on from there. */
    void commit() throws IOException {
        writer.setLiveCommitData(
                Map.of(FORM_KEY, FORM, CHANGED_KEY, Long.toString(changed)).entrySet());
        writer.commit();
    }

    View view() {
        try {
            return new View(searchers, analyzer);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Bytes on disk. */
    long size() throws IOException {
        long size = 0;
        for (var file : folder.listAll()) {
            size += folder.fileLength(file);
        }
        return size;
    }

    int passages() {
        return writer.getDocStats().numDocs;
    }

    /** Lets go of the folder and of all that was not committed, also when it can't be written. */
    void abandon() throws IOException {
        try (folder;
                searchers) {
            writer.rollback();
        }
    }

    @Override
    public void close() throws IOException {
        try (folder;
                writer;
                searchers) {
            commit();
        }
    }
}
