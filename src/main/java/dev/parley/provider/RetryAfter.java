package dev.parley.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads how long somebody wants to be left alone: a provider, or whoever is sent something. */
public final class RetryAfter {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private RetryAfter() {}

    /**
     * {@code retry-after-ms}, which OpenAI sends beside the standard header and which says the same more exactly, else
     * {@code Retry-After} as seconds or as a date (RFC 9110 section 10.2.3); null when neither is there and sound.
     */
    public static Duration of(UnaryOperator<String> headers, Instant now) {
        var millis = number(headers.apply("retry-after-ms"), 1);
        if (millis != null) {
            return millis;
        }
        var value = headers.apply("Retry-After");
        var seconds = number(value, 1_000);
        return seconds != null ? seconds : untilDate(value, now);
    }

    private static Duration number(String value, int millisPerUnit) {
        if (value == null || !NUMBER.matcher(value.strip()).matches()) {
            return null;
        }
        return Duration.ofMillis((long) Math.ceil(Double.parseDouble(value.strip()) * millisPerUnit));
    }

    private static Duration untilDate(String value, Instant now) {
        if (value == null) {
            return null;
        }
        try {
            var date = ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
            var wait = Duration.between(now, date.toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeParseException notADate) {
            return null;
        }
    }
}
