package dev.parley.generation;

import dev.parley.llm.Message;
import dev.parley.llm.Prompt;
import dev.parley.llm.ResponseFormat;
import dev.parley.llm.Role;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with an answer, told to the caller and to the model. */
final class Violations {

    private Violations() {}

    static ApiException failure(List<FieldError> violations) {
        return new ApiException(
                ErrorCode.SCHEMA_VIOLATION,
                "The model's answer does not have the form that was asked for: " + told(violations, "; ") + ".",
                violations);
    }

    /** The prompt that shows the model its answer and what is wrong with it. */
    static Prompt repair(Prompt prompt, String answer, List<FieldError> violations) {
        var messages = new ArrayList<>(prompt.messages());
        if (!answer.isBlank()) {
            messages.add(Message.of(Role.ASSISTANT, answer));
        }
        messages.add(Message.of(
                Role.USER,
                "Your answer does not have the required form:\n" + told(violations, "\n")
                        + "\nAnswer again, with nothing but " + form(prompt.responseFormat())));
        return prompt.with(messages);
    }

    private static String form(ResponseFormat format) {
        return format instanceof ResponseFormat.JsonSchema schema
                ? "JSON that fulfils this JSON Schema:\n" + schema.schema()
                : "one JSON object.";
    }

    private static String told(List<FieldError> violations, String between) {
        return violations.stream()
                .map(violation -> violation.field().isEmpty()
                        ? "it " + violation.message()
                        : violation.field() + " " + violation.message())
                .collect(Collectors.joining(between));
    }
}
