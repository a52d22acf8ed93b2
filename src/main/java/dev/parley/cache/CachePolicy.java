package dev.parley.cache;

import dev.parley.llm.Prompt;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a request's {@code Cache-Control} says.
 *
 * @param bypasses whether the answer must neither come from the cache nor be kept
 * @param maxAge how old an answer may be, null when the request did not say
 */
public record CachePolicy(boolean bypasses, Duration maxAge) {

    public static final CachePolicy UNSAID = new CachePolicy(false, null);

    private static final Pattern MAX_AGE = Pattern.compile("max-age=\"?(\\d{1,9})\"?");

    /** Reads the header; null and what is not understood say nothing. */
    public static CachePolicy of(String header) {
        if (header == null) {
            return UNSAID;
        }
        Duration age = null;
        for (var directive : header.toLowerCase(Locale.ROOT).split(",")) {
            var word = directive.strip();
            if (word.equals("no-store") || word.equals("no-cache")) {
                return new CachePolicy(true, null);
            }
            var matcher = MAX_AGE.matcher(word);
            if (matcher.matches()) {
                age = Duration.ofSeconds(Long.parseLong(matcher.group(1)));
            }
        }
        return new CachePolicy(false, age);
    }

    /** Whether something that was kept so long ago may be given again. */
    boolean allows(Duration age) {
        return !bypasses && (maxAge == null || age.compareTo(maxAge) < 0);
    }

    /** Whether an answer to {@code prompt} may come from the cache: it is deterministic, or the caller asked for it. */
    public boolean covers(Prompt prompt) {
        var temperature = prompt.sampling().temperature();
        return !bypasses && (maxAge != null || temperature != null && temperature == 0);
    }
}
