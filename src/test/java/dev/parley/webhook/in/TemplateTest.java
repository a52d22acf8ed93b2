package dev.parley.webhook.in;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Summarise {{title}}! | {\"title\":\"the fix\"} | Summarise the fix!",
                "{{ a.b.0.c }}{{n}} | {\"a\":{\"b\":[{\"c\":\"x\"}]},\"n\":1.5} | x1.5",
                "[{{a.b}}{{a.9}}{{c}}{{d}}] | {\"a\":[1],\"c\":null,\"d\":[]} | [[]]",
                "{{a}} | {\"a\":{\"b\":true}} | {\"b\":true}",
                "All: {{body}} | {\"a\":1} | All: {\"a\":1}",
                "{{body}} | {\"body\":\"its own\"} | its own",
                "{{0.x}} | [{\"x\":\"first\"}] | first",
                "no places } }} { | {} | no places } }} {"
            })
    void fillsTheValuesIn(String template, String body, String wanted) throws JsonProcessingException {
        assertThat(Template.of(template).fill(Json.MAPPER.readTree(body))).isEqualTo(wanted);
    }

    @Test
    void valuesAreNeverTemplates() throws JsonProcessingException {
        var body = Json.MAPPER.readTree("{\"a\":\"{{secret}}\",\"secret\":\"s\",\"b\":\"{{\",\"c\":\"secret}}\"}");

        assertThat(Template.of("{{a}} {{b}}{{c}}").fill(body)).isEqualTo("{{secret}} {{secret}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{", "a {{b", "{{}}", "{{a..b}}", "{{a b}}", "{{a[0]}}", "{{{a}}}", "{{#if a}}"})
    void whatIsNoPlaceIsRefused(String template) {
        assertThatIllegalArgumentException().isThrownBy(() -> Template.of(template));
    }
}
