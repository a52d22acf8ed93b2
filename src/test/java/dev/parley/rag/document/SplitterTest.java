package dev.parley.rag.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.token.TokenCounter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where texts are cut. */
class SplitterTest {

    private final Splitter splitter = new Splitter(40, 12);

    @Test
    void everyPassageStandsWhereItSays() {
        var text = prose(60) + "\n\n## Next\n\n" + prose(40);

        assertThat(splitter.split(new FileText.Read(text, false)))
                .hasSizeGreaterThan(10)
                .allSatisfy(passage -> assertThat(text.substring(passage.begin(), passage.end()))
                        .isEqualTo(passage.text())
                        .isEqualTo(passage.text().strip()));
    }

    @Test
    void noPassageIsLongerThanAllowedAndNoWordIsLost() {
        var text = prose(200);
        var passages = splitter.split(new FileText.Read(text, false));

        assertThat(passages)
                .allSatisfy(passage ->
                        assertThat(TokenCounter.o200k().count(passage.text())).isLessThanOrEqualTo(42));
        var covered = new boolean[text.length()];
        passages.forEach(
                passage -> IntStream.range(passage.begin(), passage.end()).forEach(i -> covered[i] = true));
        assertThat(IntStream.range(0, text.length())
                        .filter(i -> !covered[i] && !Character.isWhitespace(text.charAt(i))))
                .isEmpty();
    }

    @Test
    void neighboursShareSentencesWithinASection() {
        var passages = splitter.split(new FileText.Read(prose(30), false));

        assertThat(passages.get(1).begin()).isLessThan(passages.get(0).end());
        assertThat(passages.get(1).text()).startsWith("Sentence");
    }

    @Test
    void aSectionBeginsAPassageAndKnowsItsHeadings() {
        var text = "# Handbook\n\nWelcome.\n\n## Leave\n\nThirty days.\n\n### Sick\n\nCall us.\n\n## Pay\n\nMonthly.";

        assertThat(splitter.split(new FileText.Read(text, false)))
                .extracting(Passage::heading, Passage::text)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Handbook", "# Handbook\n\nWelcome."),
                        org.assertj.core.groups.Tuple.tuple("Handbook > Leave", "## Leave\n\nThirty days."),
                        org.assertj.core.groups.Tuple.tuple("Handbook > Leave > Sick", "### Sick\n\nCall us."),
                        org.assertj.core.groups.Tuple.tuple("Handbook > Pay", "## Pay\n\nMonthly."));
    }

    @Test
    void aCommentInCodeIsNoHeading() {
        var text = "# Build\n\n```sh\n# first this\nmvn verify\n```\n";

        assertThat(splitter.split(new FileText.Read(text, false)))
                .singleElement()
                .extracting(Passage::heading)
                .isEqualTo("Build");
    }

    @Test
    void rowsOfATableStandUnderItsHeader() {
        var rows = IntStream.range(0, 50).mapToObj(i -> "item" + i + "," + i).collect(Collectors.joining("\n"));
        var passages = splitter.split(new FileText.Read("name,price\n" + rows, true));

        assertThat(passages).hasSizeGreaterThan(3).allSatisfy(passage -> {
            assertThat(passage.heading()).isEqualTo("name,price");
            assertThat(passage.text().lines()).allMatch(row -> row.matches("item\\d+,\\d+"));
        });
        assertThat(splitter.split(new FileText.Read("only a header", true))).hasSize(1);
    }

    @Test
    @Timeout(20)
    void aLineOfAMillionCharactersIsCut() {
        var line = "x".repeat(500_000) + " " + "ab ".repeat(166_000) + "😀".repeat(1_000);
        var passages = splitter.split(new FileText.Read(line, false));

        assertThat(passages).hasSizeGreaterThan(1_000);
        assertThat(passages)
                .noneMatch(passage -> Character.isLowSurrogate(passage.text().charAt(0)));
    }

    @Test
    void theSameTextIsCutInTheSameWay() {
        var read = new FileText.Read(prose(100), false);

        assertThat(splitter.split(read)).isEqualTo(splitter.split(read));
    }

    private static String prose(int sentences) {
        return IntStream.range(0, sentences)
                .mapToObj(i ->
                        "Sentence %d says that number %d is next.".formatted(i, i + 1) + (i % 5 == 4 ? "\n\n" : ""))
                .collect(Collectors.joining(" "));
    }
}
