package dev.parley.rag.store;

import dev.parley.file.FileUse;
import dev.parley.file.StoredFile;
import dev.parley.rag.Documents;
import dev.parley.rag.document.Shelves;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Takes a file that goes out of all stores that it is in. */
@ApplicationScoped
class LeavingFiles implements FileUse {

    @Inject
    Documents documents;

    @Inject
    Shelves shelves;

    @Override
    public void forget(StoredFile file) {
        for (var document : shelves.ofSource(file.owner(), file.id())) {
            if (document.id().equals(StoreFile.documentId(document.collection(), file.id()))) {
                documents.delete(file.owner(), document.id());
            }
        }
    }
}
