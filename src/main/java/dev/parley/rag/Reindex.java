package dev.parley.rag;

import dev.parley.governance.Caller;
import dev.parley.platform.Ids;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.DocumentStore;
import dev.parley.rag.document.Upload;
import dev.parley.rag.document.Versions;
import dev.parley.rag.index.Passages;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Makes anew what other models have made: a new version of each document, of the same passages with other vectors. */
@ApplicationScoped
class Reindex {

    @Inject
    DocumentStore store;

    @Inject
    Versions versions;

    @Inject
    Passages passages;

    @Inject
    VectorModel model;

    @Inject
    Ingest ingest;

    @Inject
    Clock clock;

    /** {@code provider/model} of new vectors, {@link Document#NO_MODEL} for none. */
    String model() {
        return model.name();
    }

    long documentsOfOtherModels() {
        return store.ofOtherModels(model()).size();
    }

    boolean isRunning() {
        return versions.isReindexing();
    }

    /** Begins, or goes on where it was left. A document of which a new version is on its way gets that one's vectors. */
    void begin(Caller payer) {
        for (var document : store.ofOtherModels(model())) {
            if (document.status().isFinal()) {
                versions.announce(again(document, payer));
            }
        }
        passages.rebuild();
        ingest.poke();
    }

    private Upload again(Document document, Caller payer) {
        return new Upload(
                Ids.next("docv"),
                document.owner(),
                document.id(),
                document.collection(),
                document.title(),
                document.source(),
                document.metadata(),
                document.contentType(),
                null,
                document.hash(),
                0,
                document.version(),
                payer.id(),
                payer.team() == null ? null : payer.team().name(),
                0,
                clock.millis(),
                null);
    }
}
