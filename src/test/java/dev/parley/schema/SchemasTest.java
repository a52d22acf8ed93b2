package dev.parley.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {

    private static final String PERSON = """
            {"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0}},
             "required":["name"],"additionalProperties":false}""";

    private final Schemas schemas = new Schemas();

    @Test
    void anAnswerThatFulfilsItHasNoViolations() {
        assertThat(schema(PERSON).violations("{\"name\":\"Ada\",\"age\":36}")).isEmpty();
    }

    @Test
    void everyViolationIsNamedByItsPlace() {
        assertThat(schema(PERSON).violations("{\"age\":-1,\"shoe\":44}"))
                .extracting(FieldError::field)
                .containsExactlyInAnyOrder("/age", "", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Sure! {\"name\":\"Ada\"}", "{\"name\":\"A", "{\"name\":\"Ada\"} {}", "```json\n{}\n```"})
    void whatIsNotOneJsonTextIsAViolation(String answer) {
        assertThat(schema(PERSON).violations(answer)).hasSize(1);
    }

    @Test
    void anyObjectIsAnObject() {
        assertThat(AnswerSchema.ANY_OBJECT.violations("{\"a\":[1]}")).isEmpty();
        assertThat(AnswerSchema.ANY_OBJECT.violations("[1]")).hasSize(1);
        assertThat(AnswerSchema.ANY_OBJECT.violations("{\"a\":")).hasSize(1);
    }

    @Test
    void followsReferencesWithinTheSchema() {
        var tree = schema("""
                {"$defs":{"node":{"type":"object","properties":{"next":{"$ref":"#/$defs/node"},"v":{"type":"integer"}}}},
                 "$ref":"#/$defs/node"}""");

        assertThat(tree.violations("{\"v\":1,\"next\":{\"v\":2,\"next\":{\"v\":\"x\"}}}"))
                .extracting(FieldError::field)
                .containsExactly("/next/next/v");
    }

    @Test
    void anOlderDraftIsUnderstood() {
        assertThat(schema("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"array\"}")
                        .violations("{}"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"objekt\"}",
                "{\"properties\":7}",
                "{\"minLength\":-1}",
                "{\"pattern\":\"(\"}",
                "{\"$ref\":\"#/$defs/none\"}",
                "{\"$ref\":\"#\"}",
                "{\"allOf\":[{\"$ref\":\"#\"}]}",
                "{\"$schema\":\"https://example.org/mine\"}",
                "{\"$id\":\"not an id\"}"
            })
    void whatIsNoSchemaIsRefusedByItsName(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:9/x.json",
                "https://json-schema.org/draft/2020-12/schema",
                "file:///etc/passwd",
                "classpath:draft-07/schema",
                "jar:file:/x.jar!/y"
            })
    void nothingIsLoadedForASchema(String reference) {
        assertRefused("{\"$ref\":\"" + reference + "\"}");
    }

    @Test
    @Timeout(10)
    void anExpressionThatGoesBackAndForthForeverIsGivenUp() {
        var hostile = schema("{\"type\":\"string\",\"pattern\":\"^(a+)+$\"}");

        assertThat(hostile.violations("\"" + "a".repeat(60) + "b\"")).hasSize(1);
        assertThat(hostile.violations("\"aaa\"")).isEmpty();
    }

    @Test
    @Timeout(10)
    void referencesThatDoubleAtEveryStepAreGivenUp() {
        var hostile = schema("""
                {"$defs":{"n":{"anyOf":[{"properties":{"c":{"$ref":"#/$defs/n"}},"required":["x"]},
                                        {"properties":{"c":{"$ref":"#/$defs/n"}},"required":["y"]}]}},
                 "$ref":"#/$defs/n"}""");
        var deep = "{\"c\":".repeat(60) + "1" + "}".repeat(60);

        assertThat(hostile.violations(deep)).hasSize(1);
    }

    @Test
    void theSameTextIsCompiledOnce() {
        assertThat(schema(PERSON)).isSameAs(schema(PERSON));
    }

    @Test
    void oneCallersIdIsNotAnothersSchema() {
        schema("{\"$id\":\"https://example.org/s\",\"type\":\"string\"}");

        assertRefused("{\"$ref\":\"https://example.org/s\"}");
        assertThat(schema("{\"$id\":\"https://example.org/s\",\"type\":\"array\"}")
                        .violations("[]"))
                .isEmpty();
    }

    private AnswerSchema schema(String text) {
        return schemas.compile("response_schema", text);
    }

    private void assertRefused(String text) {
        var begun = System.nanoTime();
        assertThatThrownBy(() -> schema(text)).isInstanceOfSatisfying(ApiException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(failure.fields()).extracting(FieldError::field).containsExactly("response_schema");
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}
