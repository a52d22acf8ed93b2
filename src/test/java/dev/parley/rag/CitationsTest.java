package dev.parley.rag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rag.document.Passage;
import dev.parley.rag.index.Hit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What answers cite, checked against the passages. */
class CitationsTest {

    private static final String TOWER =
            "The tower is twelve metres high. It was built\nin 1890 by “Anna Berg”, of oak – and slate.";
    private static final List<Hit> SOURCES = List.of(
            hit("towers", 100, TOWER),
            hit("leave", 0, "Every employee has thirty days of leave. Unused days expire in March."));

    @Test
    void aQuotationThatStandsInItsPassageIsVerified() {
        var cited = only("It says \"twelve metres high\" [1].");

        assertThat(cited.verified()).isTrue();
        assertThat(cited.documentId()).isEqualTo("towers");
        assertThat(cited.quote()).isEqualTo("twelve metres high");
        assertThat(TOWER.substring(cited.range().start() - 100, cited.range().end() - 100))
                .isEqualTo(cited.quote());
        assertThat(cited.position()).isEqualTo(29);
    }

    @Test
    void spacesQuotationMarksDashesAndCapitalsDoNotCount() {
        assertThat(only("“It was built in 1890 by 'Anna Berg', OF oak - and slate” [1]")
                        .verified())
                .isTrue();
        assertThat(only("\"The tower … of oak\" [1]").verified()).isTrue();
        assertThat(only("\"of oak … The tower\" [1]").verified()).isFalse();
    }

    @Test
    void aQuotationThatIsMadeUpIsNot() {
        var cited = only("\"The tower is made of cheese\" [1]");

        assertThat(cited.verified()).isFalse();
        assertThat(cited.quote()).isEqualTo("The tower is made of cheese");
        assertThat(cited.range()).isNull();
    }

    @Test
    void aPassageThatThereIsNotIsNot() {
        assertThat(all("A [9]. B [0]. C [1234].")).hasSize(3).allSatisfy(cited -> {
            assertThat(cited.verified()).isFalse();
            assertThat(cited.documentId()).isNull();
        });
    }

    @Test
    void aStatementIsHeldAgainstTheSentenceThatSaysMostOfIt() {
        var cited = only("There is a tower. Employees have thirty days of leave [2].");

        assertThat(cited.verified()).isTrue();
        assertThat(cited.quote()).isEqualTo("Every employee has thirty days of leave.");
        assertThat(only("Elephants fly to Mars on Sundays [2].").verified()).isFalse();
    }

    @Test
    void severalMarkersAreOneEach() {
        assertThat(all("The tower is twelve metres high [1, 2]. Unused days expire in March [2][1]."))
                .extracting(Citation::number, Citation::verified)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, true),
                        org.assertj.core.groups.Tuple.tuple(2, false),
                        org.assertj.core.groups.Tuple.tuple(2, true),
                        org.assertj.core.groups.Tuple.tuple(1, false));
    }

    @Test
    void piecesMayBeCutAnywhere() {
        var text = "It says \"twelve metres high\" [1]. Unused days expire in March [2].";
        var citations = Citations.of(SOURCES);
        var found = new ArrayList<Citation>();
        text.chars().forEach(c -> found.addAll(citations.in(String.valueOf((char) c))));

        assertThat(found).isEqualTo(all(text)).hasSize(2).allMatch(Citation::verified);
    }

    @Test
    void bracketsWithoutNumbersAreText() {
        assertThat(all("An array [i], a list [1.5], a [link](x) and [DONE].")).isEmpty();
    }

    private static Citation only(String answer) {
        var all = all(answer);
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private static List<Citation> all(String answer) {
        return Citations.of(SOURCES).in(answer);
    }

    private static Hit hit(String document, int begin, String text) {
        var passage = new Passage(0, begin, begin + text.length(), null, text, null);
        return new Hit(document, "default", document, null, null, passage, 1, 1, null);
    }
}
