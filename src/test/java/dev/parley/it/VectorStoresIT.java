package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.MultipartField;
import com.openai.errors.NotFoundException;
import com.openai.models.ComparisonFilter;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.vectorstores.StaticFileChunkingStrategy;
import com.openai.models.vectorstores.VectorStore;
import com.openai.models.vectorstores.VectorStoreCreateParams;
import com.openai.models.vectorstores.VectorStoreListParams;
import com.openai.models.vectorstores.VectorStoreSearchParams;
import com.openai.models.vectorstores.VectorStoreSearchResponse;
import com.openai.models.vectorstores.VectorStoreUpdateParams;
import com.openai.models.vectorstores.filebatches.FileBatchCreateParams;
import com.openai.models.vectorstores.filebatches.FileBatchRetrieveParams;
import com.openai.models.vectorstores.filebatches.VectorStoreFileBatch;
import com.openai.models.vectorstores.files.FileContentParams;
import com.openai.models.vectorstores.files.FileDeleteParams;
import com.openai.models.vectorstores.files.FileListParams;
import com.openai.models.vectorstores.files.FileUpdateParams;
import com.openai.models.vectorstores.files.VectorStoreFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** OpenAI's own Java client speaks to {@code /v1/vector_stores} and finds what it expects. */
class VectorStoresIT extends Fixture {

    private final Stores stores = Stores.ofSomebody();
    private final OpenAIClient client = stores.client();

    @Test
    void aStoreIsMadeOfFilesAndFound() {
        var file = stores.upload("leave.md", Stores.LEAVE);
        var store = stores.store(file);

        var ready = stores.completed(store);
        assertThat(ready.fileCounts().completed()).isEqualTo(1);
        assertThat(ready.usageBytes()).isEqualTo(Stores.LEAVE.length());
        assertThat(stores.file(store.id(), file).validate().status()).isEqualTo(VectorStoreFile.Status.COMPLETED);
        assertThat(client.vectorStores()
                        .files()
                        .content(FileContentParams.builder()
                                .vectorStoreId(store.id())
                                .fileId(file)
                                .build())
                        .data())
                .extracting(part -> part.text().orElseThrow())
                .anyMatch(text -> text.contains("thirty days"));

        var found = search(store.id(), "How many days of leave are there?");
        assertThat(found.getFirst().validate().fileId()).isEqualTo(file);
        assertThat(found.getFirst().filename()).isEqualTo("leave.md");
        assertThat(found.getFirst().content().getFirst().text()).contains("thirty days");
        assertThat(found.getFirst().score()).isBetween(0.3, 1.0);
    }

    @Test
    void isListedChangedAndDeleted() {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 3; i++) {
            ids.add(client.vectorStores()
                    .create(VectorStoreCreateParams.builder().name("s" + i).build())
                    .validate()
                    .id());
        }
        var paged = client
                .vectorStores()
                .list(VectorStoreListParams.builder()
                        .limit(2)
                        .order(VectorStoreListParams.Order.ASC)
                        .build())
                .autoPager()
                .stream()
                .map(VectorStore::id);
        assertThat(paged).containsExactlyElementsOf(ids);

        client.vectorStores()
                .update(VectorStoreUpdateParams.builder()
                        .vectorStoreId(ids.getFirst())
                        .name("other")
                        .metadata(VectorStoreUpdateParams.Metadata.builder()
                                .putAdditionalProperty("a", JsonValue.from("b"))
                                .build())
                        .build());
        assertThat(client.vectorStores().retrieve(ids.getFirst()).name()).isEqualTo("other");

        assertThat(client.vectorStores().delete(ids.getFirst()).deleted()).isTrue();
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> client.vectorStores().retrieve(ids.getFirst()));
    }

    @Test
    void filtersGoByAttributesThatCanBeChanged() {
        var old = stores.upload("old.txt", "In those days there were ten days of leave.");
        var store = stores.completed(stores.store(stores.upload("leave.md", Stores.LEAVE)));
        attach(store.id(), old, 1990);

        assertThat(search(store.id(), "days of leave", filter(ComparisonFilter.Type.LT, 2000)))
                .extracting(VectorStoreSearchResponse::fileId)
                .containsOnly(old);
        assertThat(search(store.id(), "days of leave", filter(ComparisonFilter.Type.NE, 1990)))
                .extracting(VectorStoreSearchResponse::fileId)
                .isNotEmpty()
                .doesNotContain(old);

        client.vectorStores()
                .files()
                .update(FileUpdateParams.builder()
                        .vectorStoreId(store.id())
                        .fileId(old)
                        .attributes(FileUpdateParams.Attributes.builder()
                                .putAdditionalProperty("year", JsonValue.from(2020))
                                .build())
                        .build());

        assertThat(search(store.id(), "days of leave", filter(ComparisonFilter.Type.LT, 2000)))
                .isEmpty();
    }

    @Test
    void passagesAreAsLargeAsTheClientWants() {
        var file = stores.upload("long.txt", "One more word about leave. ".repeat(200));
        var small = stores.completed(store(file, 100));
        var large = stores.completed(store(file, 800));

        assertThat(passages(small, file)).isGreaterThan(3 * passages(large, file));
    }

    @Test
    void aFileThatCannotBeReadHasFailed() {
        var damaged = stores.upload("damaged.pdf", "not a PDF");
        var unknown = stores.upload("picture.bin", "\u0001\u0002");
        var store = stores.completed(stores.store(damaged, unknown));

        assertThat(store.fileCounts().failed()).isEqualTo(2);
        assertThat(stores.file(store.id(), damaged).lastError().orElseThrow().code())
                .isEqualTo(VectorStoreFile.LastError.Code.INVALID_FILE);
        assertThat(stores.file(store.id(), unknown).lastError().orElseThrow().code())
                .isEqualTo(VectorStoreFile.LastError.Code.UNSUPPORTED_FILE);
        assertThat(client.vectorStores()
                        .files()
                        .list(FileListParams.builder()
                                .vectorStoreId(store.id())
                                .filter(FileListParams.Filter.FAILED)
                                .build())
                        .data())
                .hasSize(2);
    }

    @Test
    void aFileIsKeptAsLongAsItsSenderWants() {
        var wanted = FileCreateParams.builder()
                .purpose(FilePurpose.USER_DATA)
                .file(MultipartField.<InputStream>builder()
                        .value(new ByteArrayInputStream(new byte[] {'a'}))
                        .filename("../../a.txt")
                        .build())
                .expiresAfter(
                        FileCreateParams.ExpiresAfter.builder().seconds(3_600).build())
                .build();

        var file = client.files().create(wanted);

        assertThat(file.filename()).isEqualTo("a.txt");
        assertThat(file.expiresAt().orElseThrow() - file.createdAt()).isEqualTo(3_600);
        assertThat(client.files().retrieve(stores.upload("b.txt", "b")).expiresAt())
                .isEmpty();
    }

    @Test
    void filesComeInBatches() {
        var one = stores.upload("one.txt", "One about leave.");
        var two = stores.upload("two.txt", "Two about bread.");
        var store = client.vectorStores().create();

        var batch = client.vectorStores()
                .fileBatches()
                .create(FileBatchCreateParams.builder()
                        .vectorStoreId(store.id())
                        .fileIds(List.of(one, two))
                        .build())
                .validate();

        var seen = FileBatchRetrieveParams.builder()
                .vectorStoreId(store.id())
                .batchId(batch.id())
                .build();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.vectorStores()
                        .fileBatches()
                        .retrieve(seen)
                        .status()
                        .equals(VectorStoreFileBatch.Status.COMPLETED));
        assertThat(client.vectorStores()
                        .fileBatches()
                        .retrieve(seen)
                        .fileCounts()
                        .completed())
                .isEqualTo(2);
        assertThat(search(store.id(), "leave"))
                .extracting(VectorStoreSearchResponse::fileId)
                .contains(one);
    }

    @Test
    void aFileThatIsDetachedOrDeletedIsNotFound() {
        var detached = stores.upload("one.txt", "One about leave.");
        var deleted = stores.upload("two.txt", "Two about leave.");
        var store = stores.completed(stores.store(detached, deleted));

        client.vectorStores()
                .files()
                .delete(FileDeleteParams.builder()
                        .vectorStoreId(store.id())
                        .fileId(detached)
                        .build());
        assertThat(search(store.id(), "leave"))
                .extracting(VectorStoreSearchResponse::fileId)
                .containsExactly(deleted);
        assertThat(client.files().retrieve(detached).filename()).isEqualTo("one.txt");

        client.files().delete(deleted);

        assertThat(search(store.id(), "leave")).isEmpty();
        assertThat(client.vectorStores().retrieve(store.id()).fileCounts().total())
                .isZero();
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> attach(store.id(), deleted, 1));
    }

    private int passages(VectorStore store, String file) {
        return client.vectorStores()
                .files()
                .content(FileContentParams.builder()
                        .vectorStoreId(store.id())
                        .fileId(file)
                        .build())
                .data()
                .size();
    }

    private void attach(String store, String file, int year) {
        client.vectorStores()
                .files()
                .create(com.openai.models.vectorstores.files.FileCreateParams.builder()
                        .vectorStoreId(store)
                        .fileId(file)
                        .attributes(com.openai.models.vectorstores.files.FileCreateParams.Attributes.builder()
                                .putAdditionalProperty("year", JsonValue.from(year))
                                .build())
                        .build());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> stores.file(store, file).status().equals(VectorStoreFile.Status.COMPLETED));
    }

    private List<VectorStoreSearchResponse> search(String store, String query) {
        return search(VectorStoreSearchParams.builder().vectorStoreId(store).query(query));
    }

    private List<VectorStoreSearchResponse> search(String store, String query, ComparisonFilter filter) {
        return search(VectorStoreSearchParams.builder()
                .vectorStoreId(store)
                .query(query)
                .filters(filter));
    }

    private List<VectorStoreSearchResponse> search(VectorStoreSearchParams.Builder wanted) {
        return client.vectorStores().search(wanted.build()).data();
    }

    private static ComparisonFilter filter(ComparisonFilter.Type type, double year) {
        return ComparisonFilter.builder().key("year").type(type).value(year).build();
    }

    private VectorStore store(String file, int tokens) {
        return client.vectorStores()
                .create(VectorStoreCreateParams.builder()
                        .addFileId(file)
                        .staticChunkingStrategy(StaticFileChunkingStrategy.builder()
                                .maxChunkSizeTokens(tokens)
                                .chunkOverlapTokens(0)
                                .build())
                        .build());
    }
}
