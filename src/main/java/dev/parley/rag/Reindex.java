package dev.parley.rag;

import dev.parley.generation.Generation;
import dev.parley.governance.Caller;
import dev.parley.platform.Ids;
import dev.parley.platform.Settings;
import dev.parley.rag.document.Document;
import dev.parley.rag.document.DocumentStore;
import dev.parley.rag.document.Upload;
import dev.parley.rag.index.Passages;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;

/** Makes anew what other models have made: a new version of each document, of the same passages with other vectors. */
@ApplicationScoped
class Reindex {

    private RagSettings rules;

    @Inject
    Settings settings;

    @Inject
    DocumentStore store;

    @Inject
    Passages passages;

    @Inject
    Generation generation;

    @Inject
    Ingest ingest;

    @Inject
    Clock clock;

    @PostConstruct
    void configure() {
        rules = RagSettings.read(settings);
    }

    /** {@code provider/model} of new vectors, {@link Document#NO_MODEL} for none. */
    String model() {
        return rules.hasVectors() ? generation.qualifiedName(rules.model()) : Document.NO_MODEL;
    }

    long documentsOfOtherModels() {
        return store.ofOtherModels(model()).size();
    }

    boolean isRunning() {
        return store.isReindexing();
    }

    /** Begins, or goes on where it was left. A document of which a new version is on its way gets that one's vectors. */
    void begin(Caller payer) {
        for (var document : store.ofOtherModels(model())) {
            if (document.status().isFinal()) {
                store.announce(again(document, payer));
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
