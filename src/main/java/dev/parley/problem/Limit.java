package dev.parley.problem;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;

/**
 * A violated constraint in words: the limit, and what was given, of a text only its length. The words are ours and not the validator's,
 * which speaks the language of the caller's Accept-Language. Constraints that are not named here speak for themselves.
 */
final class Limit {

    private Limit() {}

    static String of(ConstraintViolation<?> violation) {
        var given = violation.getInvalidValue();
        return switch (violation.getConstraintDescriptor().getAnnotation()) {
            case NotNull needed -> "is required";
            case NotBlank text -> given == null ? "is required" : "must not be blank";
            case NotEmpty some -> given == null ? "is required" : "must not be empty";
            case Size size -> "must have " + range(size) + " " + unit(given) + " and has " + length(given);
            case Min min -> "must be at least " + min.value() + " and is " + given;
            case Max max -> "must be at most " + max.value() + " and is " + given;
            case DecimalMin min ->
                "must be " + (min.inclusive() ? "at least " : "more than ") + min.value() + " and is " + given;
            case DecimalMax max ->
                "must be " + (max.inclusive() ? "at most " : "less than ") + max.value() + " and is " + given;
            default -> violation.getMessage();
        };
    }

    private static String range(Size size) {
        if (size.max() == Integer.MAX_VALUE) {
            return "at least " + size.min();
        }
        return size.min() == 0 ? "at most " + size.max() : size.min() + " to " + size.max();
    }

    private static String unit(Object given) {
        return given instanceof CharSequence ? "characters" : "elements";
    }

    private static int length(Object given) {
        return switch (given) {
            case CharSequence text -> text.length();
            case Collection<?> elements -> elements.size();
            case Map<?, ?> entries -> entries.size();
            default -> Array.getLength(given);
        };
    }
}
