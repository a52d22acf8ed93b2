package dev.parley.rag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rag.document.Document;
import dev.parley.rag.document.Passage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finding, and not finding. */
class PassageIndexTest {

    static final String MODEL = "some/model";

    @TempDir
    Path folder;

    private PassageIndex index;

    @BeforeEach
    void open() throws IOException {
        index = PassageIndex.open(folder, false);
    }

    @AfterEach
    void close() throws IOException {
        index.close();
    }

    @Test
    void findsByWordsInTheFormsTheyHave() throws IOException {
        put("red", "a", null, "The towers were built of oak.");
        put("red", "b", null, "Bread is baked in the morning.");

        assertThat(words("red", "building a tower")).containsExactly("a");
        assertThat(words("red", "🌍 the of")).isEmpty();
    }

    @Test
    void findsByVectorsAndFusesBoth() throws IOException {
        put("red", "a", null, new float[] {1, 0}, "alpha");
        put("red", "b", null, new float[] {0, 2}, "beta");
        var scope = new Scope("red", null, List.of());

        try (var view = index.view()) {
            var vectors = view.byVector(scope, MODEL, new float[] {0, 1}, 10);
            assertThat(ids(view.best("x", null, vectors, 10))).containsExactly("b", "a");
            assertThat(view.best("x", null, vectors, 1).getFirst().score()).isEqualTo(1);
            var fused = view.best("alpha", view.byWords(scope, "alpha", 10), vectors, 10);
            assertThat(ids(fused)).containsExactly("a", "b");
            assertThat(fused.getFirst().keywordRank()).isEqualTo(1);
            assertThat(fused.getFirst().vectorRank()).isEqualTo(2);
            assertThat(view.byVector(scope, "other/model", new float[] {0, 1}, 10)
                            .hits()
                            .scoreDocs)
                    .isEmpty();
            assertThat(view.withoutVectorsOf(MODEL, "red")).isZero();
            assertThat(view.withoutVectorsOf("other/model", "red")).isEqualTo(2);
        }
    }

    @Test
    void ownersDoNotSeeEachOther() throws IOException {
        put("red", "same", null, new float[] {1, 0}, "alpha secret");
        put("blue", "same", null, new float[] {1, 0}, "alpha");

        assertThat(words("blue", "secret")).isEmpty();
        try (var view = index.view()) {
            var scope = new Scope("green", null, List.of());
            assertThat(view.count(scope)).isZero();
            assertThat(view.byVector(scope, MODEL, new float[] {1, 0}, 10).hits().scoreDocs)
                    .isEmpty();
            assertThat(view.knows("green", "year")).isFalse();
        }
        remove("red", "same");
        assertThat(words("blue", "alpha")).containsExactly("same");
    }

    @Test
    void metadataFilters() throws IOException {
        put("red", "old", "{\"year\":1999,\"team\":\"a\",\"open\":true}", "alpha");
        put("red", "new", "{\"year\":2024.0,\"team\":\"b\"}", "alpha");
        put("red", "none", null, "alpha");

        assertThat(filtered(new Scope.Condition.OneOf("team", List.of("a", "c"))))
                .containsExactly("old");
        assertThat(filtered(new Scope.Condition.OneOf("year", List.of(2024.0)))).containsExactly("new");
        assertThat(filtered(new Scope.Condition.OneOf("year", List.of("2024")))).isEmpty();
        assertThat(filtered(new Scope.Condition.OneOf("open", List.of(true)))).containsExactly("old");
        assertThat(filtered(new Scope.Condition.Between("year", 1999.0, false, null, false)))
                .containsExactly("new");
        assertThat(filtered(new Scope.Condition.Between("year", -5.0, true, 1999.0, true)))
                .containsExactly("old");
        assertThat(filtered(new Scope.Condition.Between("team", 0.0, true, null, false)))
                .isEmpty();
        try (var view = index.view()) {
            assertThat(view.knows("red", "year")).isTrue();
            assertThat(view.knows("red", "colour")).isFalse();
        }
    }

    @Test
    void aDocumentIsReplacedWhole() throws Exception {
        put("red", "a", null, "alpha one", "alpha two");
        var seen = new ArrayList<Integer>();
        var done = new AtomicBoolean();
        var reader = Thread.startVirtualThread(() -> {
            while (!done.get()) {
                try (var view = index.view()) {
                    seen.add(view.count(new Scope("red", null, List.of())));
                }
            }
        });
        for (int i = 0; i < 200; i++) {
            put("red", "a", null, i % 2 == 0 ? new String[] {"alpha"} : new String[] {"alpha one", "alpha two"});
        }
        done.set(true);
        reader.join();

        assertThat(seen).isNotEmpty().allMatch(count -> count == 1 || count == 2);
    }

    @Test
    void outlivesItsProcessUpToItsLastCommit() throws IOException {
        put("red", "a", null, "alpha");
        index.show(7);
        index.close();
        open();

        assertThat(index.changed()).isEqualTo(7);
        assertThat(words("red", "alpha")).containsExactly("a");
        index.close();
        index = PassageIndex.open(folder, true);
        assertThat(index.changed()).isZero();
        assertThat(words("red", "alpha")).isEmpty();
    }

    @Test
    void takesVectorsLongerThanLucenesOwnBound() throws IOException {
        var vector = new float[3_072];
        vector[3_071] = 1;
        put("red", "a", null, vector, "alpha");
        index.close();
        open();

        try (var view = index.view()) {
            assertThat(view.byVector(new Scope("red", null, List.of()), MODEL, vector, 1)
                            .hits()
                            .scoreDocs)
                    .hasSize(1);
        }
    }

    @Test
    void vectorsOfAnotherLengthAreFoundByTheirOwn() throws IOException {
        put("red", "a", null, new float[] {1, 0}, "alpha");
        put("red", "b", null, new float[] {1, 0, 0}, "alpha");
        var tooLong = new float[5_000];
        tooLong[0] = 1;
        put("red", "c", null, tooLong, "alpha");

        assertThat(words("red", "alpha")).containsExactlyInAnyOrder("a", "b", "c");
        try (var view = index.view()) {
            var near = view.byVector(new Scope("red", null, List.of()), MODEL, new float[] {1, 0, 0}, 10);
            assertThat(ids(view.best("x", null, near, 10))).containsExactly("b");
        }
    }

    @Test
    void conditionsAreCombined() throws IOException {
        put("red", "a", "{\"team\":\"x\",\"year\":2020}", "alpha");
        put("red", "b", "{\"team\":\"y\",\"year\":2024}", "alpha");
        put("red", "c", null, "alpha");
        Scope.Condition x = new Scope.Condition.OneOf("team", List.of("x"));
        Scope.Condition late = new Scope.Condition.Between("year", 2022.0, true, null, false);

        assertThat(filtered(new Scope.Condition.Any(List.of(x, late)))).containsExactlyInAnyOrder("a", "b");
        assertThat(filtered(new Scope.Condition.All(List.of(x, late)))).isEmpty();
        assertThat(filtered(new Scope.Condition.Not(x))).containsExactlyInAnyOrder("b", "c");
        assertThat(filtered(new Scope.Condition.All(List.of(new Scope.Condition.Not(x), late))))
                .containsExactly("b");
    }

    @Test
    void looksIntoTheCollectionsThatAreNamed() throws IOException {
        put("red", "a", null, "alpha");

        assertThat(find(new Scope("red", List.of("default", "other"), List.of()), "alpha"))
                .containsExactly("a");
        assertThat(find(new Scope("red", List.of("other", "another"), List.of()), "alpha"))
                .isEmpty();
    }

    private List<String> filtered(Scope.Condition condition) {
        return find(new Scope("red", null, List.of(condition)), "alpha");
    }

    private List<String> words(String owner, String text) {
        return find(new Scope(owner, null, List.of()), text);
    }

    private List<String> find(Scope scope, String text) {
        try (var view = index.view()) {
            return ids(view.best(text, view.byWords(scope, text, 10), null, 10));
        }
    }

    private static List<String> ids(List<Hit> hits) {
        return hits.stream().map(Hit::document).toList();
    }

    private void put(String owner, String id, String metadata, String... texts) throws IOException {
        put(owner, id, metadata, null, texts);
    }

    private void put(String owner, String id, String metadata, float[] vector, String... texts) throws IOException {
        var passages = new ArrayList<Passage>();
        for (var text : texts) {
            passages.add(new Passage(passages.size(), 0, text.length(), null, text, vector));
        }
        index.put(document(owner, id, metadata), passages);
        index.show(index.changed() + 1);
    }

    private void remove(String owner, String id) throws IOException {
        index.put(document(owner, id, null), List.of());
        index.show(index.changed() + 1);
    }

    static Document document(String owner, String id, String metadata) {
        return new Document(
                owner,
                id,
                "default",
                null,
                null,
                metadata,
                "",
                Document.Status.READY,
                null,
                null,
                0,
                0,
                "v",
                "h",
                "r",
                MODEL,
                0,
                0,
                0,
                0,
                0);
    }
}
