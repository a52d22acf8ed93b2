package dev.parley.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.parley.http.Json;
import dev.parley.llm.FinishReason;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** How a run ended and what it took, as stored text, and back. */
record OutcomeText(
        Usage usage,
        FinishReason reason,
        String code,
        String detail,
        List<FieldError> fields,
        Long firstTokenMillis,
        long totalMillis) {

    static final String RUNNING = "running";

    static String write(Outcome outcome, RunTimes times) {
        var first = times.spoke() ? times.toFirstToken().toMillis() : null;
        var total = times.total().toMillis();
        return Json.text(
                switch (outcome) {
                    case Outcome.Completed completed ->
                        new OutcomeText(completed.usage(), completed.reason(), null, null, null, first, total);
                    case Outcome.Failed failed ->
                        new OutcomeText(
                                failed.usage(),
                                null,
                                failed.failure().code().name(),
                                failed.failure().detail(),
                                failed.failure().fields(),
                                first,
                                total);
                    case Outcome.Cancelled cancelled ->
                        new OutcomeText(cancelled.usage(), null, null, null, null, first, total);
                });
    }

    static OutcomeText read(String text) {
        try {
            return Json.MAPPER.readValue(text, OutcomeText.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A stored outcome can't be read", notOurs);
        }
    }

    Outcome outcome() {
        if (reason != null) {
            return new Outcome.Completed(reason, usage);
        }
        return code == null
                ? new Outcome.Cancelled(usage)
                : new Outcome.Failed(new ApiException(errorCode(), detail, fields == null ? List.of() : fields), usage);
    }

    /** A code that a later version has brought and an earlier one reads. */
    private ErrorCode errorCode() {
        return Arrays.stream(ErrorCode.values())
                .filter(known -> known.name().equals(code))
                .findFirst()
                .orElse(ErrorCode.INTERNAL_ERROR);
    }

    Duration toFirstToken() {
        return firstTokenMillis == null ? null : Duration.ofMillis(firstTokenMillis);
    }

    Duration total() {
        return Duration.ofMillis(totalMillis);
    }

    /** The word for an outcome, null while there is none: what stands in the table, and what {@code GET /runs/{id}} says. */
    static String state(Outcome outcome) {
        return switch (outcome) {
            case null -> RUNNING;
            case Outcome.Completed completed -> "completed";
            case Outcome.Failed failed -> "failed";
            case Outcome.Cancelled cancelled -> "cancelled";
        };
    }
}
