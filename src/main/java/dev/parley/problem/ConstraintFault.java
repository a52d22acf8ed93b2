package dev.parley.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Violated constraints of a request, each under the name the caller knows. */
final class ConstraintFault {

    private ConstraintFault() {}

    static ApiException of(ConstraintViolationException violated) {
        var errors = violated.getConstraintViolations().stream()
                .map(ConstraintFault::error)
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::message))
                .toList();
        return new ApiException(ErrorCode.INVALID_REQUEST, detail(errors), errors);
    }

    private static FieldError error(ConstraintViolation<?> violation) {
        return new FieldError(JsonPath.of(violation), Limit.of(violation));
    }

    private static String detail(List<FieldError> errors) {
        return errors.stream()
                .map(error -> error.field().isEmpty()
                        ? "The request " + error.message()
                        : error.field() + " " + error.message())
                .collect(Collectors.joining("; ", "", "."));
    }
}
