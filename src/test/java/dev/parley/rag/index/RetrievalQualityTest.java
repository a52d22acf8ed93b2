package dev.parley.rag.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.platform.Settings;
import dev.parley.provider.Provider;
import dev.parley.provider.ProviderSettings;
import dev.parley.provider.offline.OfflineType;
import dev.parley.rag.document.Passage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How well passages are found, by the index and the model of the server, on a corpus of our own: {@code passages.txt} (name, text) and
 * {@code questions.txt} (whether it shares its rare words with the answer or only the
 * meaning, the passage that answers, the question).
 */
class RetrievalQualityTest {

    private static final int DEPTH = 50;
    private static final int TOP = 5;
    private static final String MODEL = PassageIndexTest.MODEL;
    private static final Scope EVERYTHING = new Scope("tester", null, List.of());

    private enum Way {
        WORDS,
        VECTORS,
        HYBRID
    }

    private record Question(String kind, String answer, String text) {}

    /** The place of the right passage, by each way; 0 when it is not among the first five. */
    private record Places(Question question, Map<Way, Integer> byWay) {}

    @TempDir
    static Path folder;

    private static List<Places> found;
    private static List<Places> foundApart;

    @BeforeAll
    static void ask() throws IOException {
        var settings = new ProviderSettings(
                "offline", "offline", null, null, List.of(), 10, 10, Duration.ofSeconds(1), true, false);
        var model = OfflineType.of(Settings.of(Map.of())).create(settings);
        try (var index = PassageIndex.open(folder, true)) {
            fill(index, model);
            try (var view = index.view()) {
                found = answers(view, model, "questions.txt");
                foundApart = answers(view, model, "questions-apart.txt");
            }
        }
        print(found);
        print(foundApart);
    }

    private static List<Places> answers(View view, Provider model, String questions) throws IOException {
        var places = new ArrayList<Places>();
        for (var line : lines(questions)) {
            var question = new Question(line[0], line[1], line[2]);
            places.add(places(view, question, vectors(model, List.of(line[2])).getFirst()));
        }
        return places;
    }

    private static void fill(PassageIndex index, Provider model) throws IOException {
        var passages = lines("passages.txt");
        var vectors = vectors(model, passages.stream().map(line -> line[1]).toList());
        for (int i = 0; i < passages.size(); i++) {
            var text = passages.get(i)[1];
            index.put(
                    PassageIndexTest.document("tester", passages.get(i)[0], null),
                    List.of(new Passage(0, 0, text.length(), null, text, vectors.get(i))));
        }
        index.show(passages.size());
    }

    private static Places places(View view, Question question, float[] vector) {
        var words = view.byWords(EVERYTHING, question.text(), DEPTH);
        var vectors = view.byVector(EVERYTHING, MODEL, vector, DEPTH);
        var byWay = new EnumMap<Way, Integer>(Way.class);
        byWay.put(Way.WORDS, place(view, question, words, null));
        byWay.put(Way.VECTORS, place(view, question, null, vectors));
        byWay.put(Way.HYBRID, place(view, question, words, vectors));
        return new Places(question, byWay);
    }

    private static int place(View view, Question question, Ranking words, Ranking vectors) {
        return view.best(question.text(), words, vectors, TOP).stream()
                        .map(Hit::document)
                        .toList()
                        .indexOf(question.answer())
                + 1;
    }

    @Test
    void theCorpusIsLargeEnoughToGetLostIn() throws IOException {
        assertThat(lines("passages.txt")).hasSizeGreaterThanOrEqualTo(200);
        assertThat(found).hasSizeGreaterThanOrEqualTo(60);
        assertThat(lines("passages.txt")).extracting(line -> line[0]).doesNotHaveDuplicates();
        assertThat(lines("passages.txt"))
                .extracting(line -> line[0])
                .containsAll(found.stream().map(it -> it.question().answer()).toList());
    }

    @Test
    void bothTogetherFindWhatEachAloneFindsAndMore() {
        assertThat(recall(found, Way.HYBRID))
                .isGreaterThanOrEqualTo(0.95)
                .isGreaterThanOrEqualTo(recall(found, Way.WORDS))
                .isGreaterThanOrEqualTo(recall(found, Way.VECTORS));
        assertThat(meanReciprocalRank(found, Way.HYBRID))
                .isGreaterThanOrEqualTo(meanReciprocalRank(found, Way.WORDS))
                .isGreaterThanOrEqualTo(meanReciprocalRank(found, Way.VECTORS));
    }

    /** Written afterwards, harder ones among them, to see that the fusion fits more than the questions it was chosen by. */
    @Test
    void bothTogetherLoseNothingOnQuestionsApart() {
        assertThat(recall(foundApart, Way.HYBRID))
                .isGreaterThanOrEqualTo(0.8)
                .isGreaterThanOrEqualTo(recall(foundApart, Way.WORDS))
                .isGreaterThanOrEqualTo(recall(foundApart, Way.VECTORS));
    }

    private static double recall(List<Places> places, Way way) {
        return places.stream()
                .mapToInt(it -> it.byWay().get(way) > 0 ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static double meanReciprocalRank(List<Places> places, Way way) {
        return places.stream()
                .mapToInt(it -> it.byWay().get(way))
                .mapToDouble(place -> place == 0 ? 0 : 1.0 / place)
                .average()
                .orElseThrow();
    }

    private static List<Places> of(List<Places> places, String kind) {
        return places.stream().filter(it -> it.question().kind().equals(kind)).toList();
    }

    private static void print(List<Places> places) {
        System.out.printf(
                "| %d questions | recall@5 | MRR@5 | recall@5 by shared words | recall@5 by meaning |%n|---|---|---|---|---|%n",
                places.size());
        for (var way : Way.values()) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.3f | %.3f | %.3f | %.3f |%n",
                    way.name().toLowerCase(Locale.ROOT),
                    recall(places, way),
                    meanReciprocalRank(places, way),
                    recall(of(places, "words"), way),
                    recall(of(places, "meaning"), way));
        }
        places.stream()
                .filter(it -> it.byWay().get(Way.HYBRID) == 0)
                .forEach(it -> System.out.println("Not found by both together: " + it));
    }

    private static List<float[]> vectors(Provider model, List<String> texts) {
        var inputs = texts.stream().<Input>map(Input.Text::new).toList();
        return model.embed("all-minilm-l6-v2", new EmbeddingRequest(null, inputs, null))
                .vectors();
    }

    private static List<String[]> lines(String name) throws IOException {
        try (var file = RetrievalQualityTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t"))
                    .toList();
        }
    }
}
