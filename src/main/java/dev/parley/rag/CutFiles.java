package dev.parley.rag;

import dev.parley.platform.Settings;
import dev.parley.rag.document.DocumentStore;
import dev.parley.rag.document.FileText;
import dev.parley.rag.document.Passage;
import dev.parley.rag.document.Splitter;
import dev.parley.rag.document.Unreadable;
import dev.parley.rag.document.Upload;
import dev.parley.rag.document.Versions;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Uploaded files, read and cut into passages that have no vectors yet. */
@ApplicationScoped
class CutFiles {

    private Splitter splitter;
    private FileText files;

    @Inject
    Settings settings;

    @Inject
    DocumentStore store;

    @Inject
    Versions versions;

    @PostConstruct
    void configure() {
        var rules = RagSettings.read(settings);
        splitter = new Splitter(rules.passageTokens(), rules.overlapTokens());
        files = new FileText(rules.maxCharacters(), rules.readTimeout());
    }

    /** What the cuts depend on, beside the file. */
    String recipe(Upload upload) {
        return splitter(upload).recipe();
    }

    private Splitter splitter(Upload upload) {
        return upload.size() == null
                ? splitter
                : new Splitter(upload.size().tokens(), upload.size().overlap());
    }

    /** The passages of a version, always the same; of one that is only to get other vectors, those that are served. */
    List<Passage> cut(Upload upload) throws Unreadable {
        return upload.again() == null
                ? read(upload)
                : store.passages(upload.again()).stream()
                        .map(passage -> passage.with(null))
                        .toList();
    }

    private List<Passage> read(Upload upload) throws Unreadable {
        try {
            var file = Files.createTempFile("parley-document-", null);
            try {
                fetch(upload, file);
                return splitter(upload).split(files.read(file, upload.contentType(), upload.fileName()));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }

    private void fetch(Upload upload, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            versions.file(upload, out);
        }
    }
}
