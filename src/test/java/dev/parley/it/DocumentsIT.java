package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rag.document.Files;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Documents, in and out. */
class DocumentsIT extends Fixture {

    private Library library;

    @BeforeEach
    void begin() {
        library = new Library(Key.with(Map.of("concurrent_runs", 10)));
    }

    @Test
    void aDocumentIsFoundOnceItIsReady() {
        var ready = library.hold(Json.object(
                "id",
                "tower",
                "title",
                "Towers",
                "source",
                "https://example.org/t",
                "collection",
                "buildings",
                "metadata",
                Map.of("year", 1890),
                "content",
                "The tower is twelve metres high.",
                "content_type",
                "text/markdown"));

        assertThat(ready.path("status").asText()).as(ready.toString()).isEqualTo("ready");
        assertThat(ready.path("passages").asInt()).isEqualTo(1);
        assertThat(ready.path("embedding_model").asText()).isEqualTo("openai/words");
        var result = library.search("query", "how high is the tower").at("/results/0");
        assertThat(result.path("document_id").asText()).isEqualTo("tower");
        assertThat(result.path("passage").asText()).isEqualTo("The tower is twelve metres high.");
        assertThat(result.at("/range/end").asInt()).isEqualTo(32);
        assertThat(result.at("/metadata/year").asInt()).isEqualTo(1890);
        assertThat(result.path("source").asText()).isEqualTo("https://example.org/t");
    }

    @Test
    void filesComeInForms() {
        var sent = library.upload(
                "../../etc/Leave.pdf",
                "application/pdf",
                Files.pdf("Everybody has thirty days of leave.", null),
                "metadata",
                "{\"year\":2024}");

        assertThat(sent.status()).as(sent.body()).isEqualTo(202);
        assertThat(sent.json().path("title").asText()).isEqualTo("Leave.pdf");
        var id = sent.json().path("id").asText();
        assertThat(library.settled(id).path("status").asText()).isEqualTo("ready");
        assertThat(library.search("query", "days of leave", "filter", Map.of("year", Map.of("gte", 2024)))
                        .at("/results/0/document_id")
                        .asText())
                .isEqualTo(id);
    }

    @Test
    void docxIsRead() {
        var sent =
                library.upload("a.docx", "application/octet-stream", Files.docx("Pay", "Salaries are paid monthly."));

        assertThat(library.settled(sent.json().path("id").asText())
                        .path("status")
                        .asText())
                .isEqualTo("ready");
        assertThat(library.search("query", "when are salaries paid")
                        .at("/results/0/heading")
                        .asText())
                .isEqualTo("Pay");
    }

    @Test
    void sameBytesAreNotEmbeddedTwice() {
        library.hold("a", "The same words for all.");
        int calls = upstreamCalls();
        library.hold("a", "The same words for all.");
        library.hold("b", "The same words for all.");

        assertThat(upstreamCalls()).isEqualTo(calls);
        assertThat(library.search("query", "same words", "mode", "keyword").path("results"))
                .hasSize(2);
    }

    @Test
    void aNewVersionTakesThePlaceOfTheOld() {
        library.hold("a", "Bread is baked in the morning.");
        library.hold("a", "Bread is baked in the evening.");

        var results = library.search("query", "when is bread baked").path("results");
        assertThat(results).hasSize(1);
        assertThat(results.at("/0/passage").asText()).contains("evening");
    }

    @Test
    void aVersionThatFailsLeavesTheOldOneServed() {
        library.hold("a", "Bread is baked in the morning.");
        library.upload("a.pdf", "application/pdf", Files.pdf("secret", "password"), "id", "a");
        var failed = library.settled("a");

        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.path("searchable").asBoolean()).isTrue();
        assertThat(failed.at("/error/code").asText()).isEqualTo("unreadable");
        assertThat(failed.at("/error/detail").asText()).contains("encrypted");
        assertThat(library.search("query", "bread").path("results")).hasSize(1);
    }

    @Test
    void whatIsRemovedIsNotFound() {
        library.hold("a", "Bread is baked in the morning.");
        assertThat(Server.delete(
                                "rag/documents/a",
                                "Authorization",
                                library.key().bearer())
                        .status())
                .isEqualTo(200);

        assertThat(library.search("query", "bread").path("results")).isEmpty();
        assertThat(library.show("a").status()).isEqualTo(404);
        library.hold("a", "Bread is back.");
        assertThat(library.search("query", "bread").path("results")).hasSize(1);
    }

    @Test
    void othersSeeNothingOfIt() {
        library.hold("a", "A secret about bread.");
        var other = new Library(Key.with(Map.of("concurrent_runs", 10)));

        assertThat(other.show("a").status()).isEqualTo(404);
        assertThat(Server.delete("rag/documents/a", "Authorization", other.key().bearer())
                        .status())
                .isEqualTo(404);
        assertThat(other.search("query", "bread secret").path("results")).isEmpty();
        assertThat(Server.get("rag/documents", "Authorization", other.key().bearer())
                        .json()
                        .path("data"))
                .isEmpty();
    }

    @Test
    void listsInPagesAndByCollection() {
        for (var id : new String[] {"c", "a", "b"}) {
            library.hold(
                    Json.object("id", id, "content", "text of " + id, "collection", id.equals("b") ? "two" : "one"));
        }
        var first = list("?limit=2");
        assertThat(first.path("data").findValuesAsText("id")).containsExactly("a", "b");
        assertThat(first.path("has_more").asBoolean()).isTrue();
        assertThat(list("?limit=2&after=" + first.path("next").asText())
                        .path("data")
                        .findValuesAsText("id"))
                .containsExactly("c");
        assertThat(list("?collection=one").path("data").findValuesAsText("id")).containsExactly("a", "c");
        assertThat(Server.get("rag/collections", "Authorization", library.key().bearer())
                        .json()
                        .at("/data/0/documents")
                        .asInt())
                .isEqualTo(2);
        assertThat(library.search("query", "text", "collection", "two").path("results"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"?after=%00", "?collection=a%00", "?limit=0", "?limit=201"})
    void aPageThatCanNotBeIsRefused(String query) {
        var answer = Server.get(
                "rag/documents" + query, "Authorization", library.key().bearer());

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    }

    @Test
    void progressIsToldAsItComes() {
        library.key().post("rag/documents", Json.object("id", "a", "content", "word ".repeat(20_000)));
        var events = Server.events(
                        "rag/documents/a/events", "Authorization", library.key().bearer())
                .rest();

        assertThat(events.getLast().data()).isEqualTo("[DONE]");
        assertThat(events.get(events.size() - 2).name()).isEqualTo("progress");
        assertThat(events.get(events.size() - 2).json().path("status").asText()).isEqualTo("ready");
        assertThat(Server.events(
                                "rag/documents/nothing/events",
                                "Authorization",
                                library.key().bearer())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aBudgetThatIsSpentFailsTheDocumentAndCostsNothing() {
        var poor = new Library(Key.withBudget(1));
        var failed = poor.hold("a", "This costs more than a micro-dollar.");

        assertThat(failed.path("status").asText()).isEqualTo("failed");
        assertThat(failed.at("/error/code").asText()).isEqualTo("budget_exceeded");
        assertThat(upstreamCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422 | content | {}",
                "422 | content | {`content`:`a`,`content_base64`:`YQ==`}",
                "422 | content | {`content`:``}",
                "422 | content_type | {`content_base64`:`YQ==`}",
                "422 | id | {`id`:`../../etc/passwd`,`content`:`a`}",
                "422 | collection | {`collection`:`a b`,`content`:`a`}",
                "422 | metadata.deep | {`metadata`:{`deep`:{}},`content`:`a`}",
                "422 | metadata.list | {`metadata`:{`list`:[1]},`content`:`a`}"
            })
    void whatIsWrongIsNamed(int status, String field, String body) {
        var answer = library.key().post("rag/documents", body.replace('`', '"'));

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().at("/errors/0/field").asText()).isEqualTo(field);
    }

    @Test
    void metadataIsBounded() {
        var large = library.key()
                .post("rag/documents", Json.object("content", "a", "metadata", Map.of("x", "y".repeat(1_000_000))));

        assertThat(large.status()).isEqualTo(422);
        assertThat(large.json().path("detail").asText()).contains("1000 characters");
    }

    @Test
    void metadataInAFormIsBoundedToo() {
        var large = library.upload(
                "a.txt", "text/plain", new byte[] {'a'}, "metadata", "{\"x\":\"" + "y".repeat(1_000_000) + "\"}");

        assertThat(large.status()).as(large.body()).isEqualTo(422);
        assertThat(large.json().at("/errors/0/field").asText()).isEqualTo("metadata");
    }

    @Test
    void anEmptyFileIsRefusedAndOneWithoutTextFails() {
        var empty = library.upload("a.txt", "text/plain", new byte[0]);
        assertThat(empty.status()).as(empty.body()).isEqualTo(422);
        assertThat(empty.json().at("/errors/0/field").asText()).isEqualTo("file");

        var blank = library.hold("blank", " \n\t ");
        assertThat(blank.path("status").asText()).isEqualTo("failed");
        assertThat(blank.at("/error/detail").asText()).contains("no text");
    }

    @ParameterizedTest
    @CsvSource({"../../etc/passwd,passwd", "..\\..\\boot.ini,boot.ini", "/etc/passwd,passwd", "a/../..,.."})
    void aFileNameIsATextToShowAndNoPlace(String name, String shown) {
        var sent = library.upload(name, "text/plain", "Bread is baked.".getBytes(StandardCharsets.UTF_8));

        assertThat(sent.json().path("title").asText()).as(sent.body()).isEqualTo(shown);
        assertThat(library.settled(sent.json().path("id").asText())
                        .path("status")
                        .asText())
                .isEqualTo("ready");
    }

    @Test
    void scriptsAndOneLineOfAMillionCharactersAreNoTrouble() {
        library.hold(Json.object(
                "id",
                "page",
                "content",
                "<p>Bread is baked at six.</p><script>var evil = 'marzipan';</script><p onclick=\"marzipan()\">Daily.</p>",
                "content_type",
                "text/html"));
        assertThat(library.search("query", "marzipan", "mode", "keyword").path("results"))
                .isEmpty();
        assertThat(library.search("query", "bread", "mode", "keyword")
                        .at("/results/0/passage")
                        .asText())
                .isEqualTo("Bread is baked at six.\n\nDaily.");

        var line = library.hold("line", "x".repeat(500_000) + "y".repeat(500_000));
        assertThat(line.path("status").asText()).as(line.toString()).isEqualTo("ready");
        assertThat(line.path("characters").asInt()).isEqualTo(1_000_000);
    }

    @Test
    void anUploadIsRefusedByItsLengthBeforeItComes() {
        try (var connection = RawConnection.open()) {
            connection.send(
                    "POST /parley/rag/documents HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + Server.AUTHORIZATION
                            + "\r\nContent-Type: application/json\r\nContent-Length: 500000000\r\nExpect: 100-continue\r\n\r\n");
            assertThat(connection.answer()).contains(" 413 ").contains("payload_too_large");
        }
    }

    @Test
    void anUploadThatGrowsTooLargeIsRefused() {
        var answer = library.upload("a.txt", "text/plain", new byte[2_500_000]);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("code").asText()).isEqualTo("payload_too_large");
    }

    @ParameterizedTest
    @CsvSource({
        "a.txt,text/plain,text",
        "a.pdf,application/pdf,damaged",
        "a.bin,application/x-thing,application/x-thing"
    })
    void aFileThatIsNotWhatItSaysFailsWithAReason(String name, String type, String reason) {
        var sent = library.upload(name, type, new byte[] {0, 1, 2, 3, 4, 5});

        assertThat(library.settled(sent.json().path("id").asText())
                        .at("/error/detail")
                        .asText())
                .contains(reason);
    }

    private com.fasterxml.jackson.databind.JsonNode list(String query) {
        return Server.get(
                        "rag/documents" + query, "Authorization", library.key().bearer())
                .json();
    }
}
