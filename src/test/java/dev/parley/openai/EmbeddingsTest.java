package dev.parley.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddingsTest {

    private static final Embeddings VECTORS =
            new Embeddings("fake/m", List.of(new float[] {0.5f, -1f}, new float[] {0f, 2f}), Usage.reported(7, 0));

    @Test
    void readsEveryKindOfInput() throws Exception {
        assertThat(read("\"a\"")).containsExactly(new Input.Text("a"));
        assertThat(read("[\"a\",\"b\"]")).containsExactly(new Input.Text("a"), new Input.Text("b"));
        assertThat(read("[1,2]")).containsExactly(new Input.Tokens(List.of(1, 2)));
        assertThat(read("[[1],[2]]")).containsExactly(new Input.Tokens(List.of(1)), new Input.Tokens(List.of(2)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "input    | []",
                "input    | {}",
                "input    | \"\"",
                "input    | [1.5]",
                "input[1] | [\"a\",\"\"]",
                "input[1] | [\"a\",[1]]",
                "input[0] | [[]]",
                "input[1] | [[1],[-1]]"
            })
    void namesWhatIsWrong(String param, String input) {
        assertThatThrownBy(() -> read(input))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.fields())
                                .extracting(FieldError::field)
                                .containsExactly(param));
    }

    @Test
    void answersInTheOfficialShape() {
        var answer =
                OfficialSchema.assertIs("CreateEmbeddingResponse", Json.text(EmbeddingListWire.of(VECTORS, false)));

        assertThat(answer.at("/data/1/embedding/1").asDouble()).isEqualTo(2);
        assertThat(answer.at("/data/1/index").asInt()).isEqualTo(1);
        assertThat(answer.at("/usage/total_tokens").asInt()).isEqualTo(7);
    }

    @Test
    void writesLittleEndianFloatsInBase64() {
        assertThat(EmbeddingListWire.of(VECTORS, true).data().getFirst().embedding())
                .isEqualTo("AAAAPwAAgL8=");
    }

    @Test
    void modelsAreOfTheOfficialShape() {
        var page = new ModelWire.Page("list", List.of(ModelWire.of("offline/echo", 7), ModelWire.of("fast", 7)));

        var json = OfficialSchema.assertIs("ListModelsResponse", Json.text(page));

        assertThat(json.at("/data/0/owned_by").asText()).isEqualTo("offline");
        assertThat(json.at("/data/1/owned_by").asText()).isEqualTo("parley");
    }

    private static List<Input> read(String json) throws JsonProcessingException {
        return EmbeddingInput.read(Json.MAPPER.readTree(json));
    }
}
