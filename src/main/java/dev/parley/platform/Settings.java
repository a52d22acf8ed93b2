package dev.parley.platform;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads settings by key, each with a default and a range. A value that can't be understood or is out of range is an
 * {@link IllegalStateException} whose sentence names key, value and remedy; thrown while the application starts, it stops the start.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");

    private final Function<String, Optional<String>> source;

    /** Reads from {@code source}, for which an absent key is empty. */
    public Settings(Function<String, Optional<String>> source) {
        this.source = source;
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(key -> Optional.ofNullable(values.get(key)));
    }

    /** The text of {@code key}; blank counts as absent. */
    public Optional<String> text(String key) {
        return source.apply(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    public String text(String key, String otherwise) {
        return text(key).orElse(otherwise);
    }

    /** A comma-separated list without blanks. */
    public List<String> list(String key, String otherwise) {
        return Arrays.stream(text(key, otherwise).split(","))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    public boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw bad(key, value, "true or false");
                })
                .orElse(otherwise);
    }

    public int integer(String key, int otherwise, int least, int most) {
        return (int) number(key, otherwise, least, most);
    }

    public long number(String key, long otherwise, long least, long most) {
        var value = text(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            var number = Long.parseLong(value.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below, with the range
        }
        throw bad(key, value.get(), "a whole number from " + least + " to " + most);
    }

    /** A length of time as digits and a unit: {@code 250ms}, {@code 30s}, {@code 5m}, {@code 24h}, {@code 30d}. */
    public Duration duration(String key, String otherwise) {
        return durationOf(key, text(key, otherwise));
    }

    /** Several of them with commas between. */
    public List<Duration> durations(String key, String otherwise) {
        return list(key, otherwise).stream().map(each -> durationOf(key, each)).toList();
    }

    private static Duration durationOf(String key, String value) {
        var matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw bad(key, value, "digits and a unit: 250ms, 30s, 5m, 24h or 30d");
        }
        var amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    public URI httpUri(String key, String otherwise) {
        var value = text(key, otherwise);
        try {
            var uri = URI.create(value);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // told below
        }
        throw bad(key, value, "an http or https URL");
    }

    /** The exception for a value that only its reader can judge. */
    public static IllegalStateException bad(String key, String value, String wanted) {
        return new IllegalStateException("The setting " + key + " is '" + value + "' and must be " + wanted + ".");
    }

    /** The exception for a key that has no default and was not given. */
    public static IllegalStateException missing(String key, String why) {
        return new IllegalStateException("The setting " + key + " is missing: " + why);
    }
}
