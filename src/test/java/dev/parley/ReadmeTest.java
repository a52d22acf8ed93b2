package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.problem.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The README's tables are of this code. */
class ReadmeTest {

    private static final Pattern SETTING = Pattern.compile(
            "settings\\s*\\.\\s*(?:text|list|flag|integer|number|durations?|httpUri)\\(\\s*\"(parley\\.[a-z0-9.-]+[a-z0-9])\"");

    private static final String README = read(Path.of("README.md"));

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void listsEveryError(ErrorCode code) {
        assertThat(README)
                .contains("| %d | `%s` | %s |"
                        .formatted(code.status(), code.wireName(), code.retryable() ? "yes" : "no"));
    }

    @Test
    void listsEverySetting() throws IOException {
        var missing = new TreeSet<String>();
        for (var setting : settings()) {
            if (!README.contains("`" + setting + "`")) {
                missing.add(setting);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void namesTheFeaturesOfTheServer() {
        Pattern.compile("<feature>([^<]+)</feature>")
                .matcher(read(Path.of("server.xml")))
                .results()
                .forEach(feature -> assertThat(README).contains("`" + feature.group(1) + "`"));
    }

    private static Set<String> settings() throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file ->
                            SETTING.matcher(read(file)).results().forEach(setting -> found.add(setting.group(1))));
        }
        assertThat(found).hasSizeGreaterThan(30);
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
