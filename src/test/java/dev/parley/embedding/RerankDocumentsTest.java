package dev.parley.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RerankDocumentsTest {

    @Test
    void readsTextsAndObjectsWithAText() {
        assertThat(RerankDocuments.read(json("['a',{'text':'b','title':'c'},'d']"), 3))
                .containsExactly("a", "b", "d");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "['a',7] | documents[1]",
                "[null] | documents[0]",
                "['a',' '] | documents[1]",
                "[['a']] | documents[0]",
                "['a','b',{'body':'c'}] | documents[2].text",
                "[{'text':{'text':'a'}}] | documents[0].text",
                "['a','b','c','d'] | documents"
            })
    void namesTheDocumentThatIsWrong(String documents, String field) {
        assertThatThrownBy(() -> RerankDocuments.read(json(documents), 3))
                .isInstanceOfSatisfying(ApiException.class, it -> {
                    assertThat(it.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(it.fields().getFirst().field()).isEqualTo(field);
                });
    }

    private static List<JsonNode> json(String text) {
        try {
            var nodes = new ArrayList<JsonNode>();
            new ObjectMapper().readTree(text.replace('\'', '"')).forEach(nodes::add);
            return nodes;
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }
}
