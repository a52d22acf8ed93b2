package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.MultipartField;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FilePurpose;
import com.openai.models.vectorstores.VectorStore;
import com.openai.models.vectorstores.VectorStoreCreateParams;
import com.openai.models.vectorstores.files.FileRetrieveParams;
import com.openai.models.vectorstores.files.VectorStoreFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The vector stores of a key of a test's own, by OpenAI's own Java client. */
record Stores(Key key, OpenAIClient client) {

    static final String LEAVE = """
            # Leave

            Everybody has thirty days of leave in a year.

            # Bread

            Bread is baked at six in the morning.
            """;

    static Stores ofSomebody() {
        var key = Key.with(Map.of());
        var client = OpenAIOkHttpClient.builder()
                .baseUrl(Server.BASE.resolve("v1").toString())
                .apiKey(key.text())
                .maxRetries(0)
                .build();
        return new Stores(key, client);
    }

    String upload(String name, String content) {
        return client.files()
                .create(FileCreateParams.builder()
                        .purpose(FilePurpose.ASSISTANTS)
                        .file(MultipartField.<InputStream>builder()
                                .value(new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)))
                                .filename(name)
                                .build())
                        .build())
                .validate()
                .id();
    }

    VectorStore store(String... files) {
        return client.vectorStores()
                .create(VectorStoreCreateParams.builder()
                        .name("docs")
                        .fileIds(List.of(files))
                        .build())
                .validate();
    }

    /** The store once all of its files have been read, or could not be. */
    VectorStore completed(VectorStore store) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> client.vectorStores().retrieve(store.id()).status().equals(VectorStore.Status.COMPLETED));
        var files = client.vectorStores().files().list(store.id()).data();
        assertThat(files).isNotEmpty();
        return client.vectorStores().retrieve(store.id()).validate();
    }

    VectorStoreFile file(String store, String file) {
        return client.vectorStores()
                .files()
                .retrieve(FileRetrieveParams.builder()
                        .vectorStoreId(store)
                        .fileId(file)
                        .build());
    }
}
