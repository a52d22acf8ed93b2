package dev.parley.upstream;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Vectors that are near each other where texts share words: enough to find passages by, and the same on every machine. */
final class Vectors {

    private static final int DIMENSIONS = 64;

    private Vectors() {}

    /** Refuses texts with BREAK in them, and lets those with HOLD wait for as long as the client does. */
    static void ofWords(Exchange x) throws IOException {
        var texts = x.texts();
        if (texts.stream().anyMatch(text -> text.contains("BREAK"))) {
            x.respond(500, "application/json", x.dialect().refusal(500));
        } else if (texts.stream().anyMatch(text -> text.contains("HOLD"))) {
            x.hang();
        } else {
            x.respond(
                    200,
                    "application/json",
                    IntStream.range(0, texts.size())
                            .mapToObj(i -> item(i, texts.get(i)))
                            .collect(Collectors.joining(
                                    ",", "{\"data\":[", "],\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}")));
        }
    }

    private static String item(int index, String text) {
        var vector = new double[DIMENSIONS];
        for (var word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            vector[Math.floorMod(word.hashCode(), DIMENSIONS)] += 1;
        }
        var numbers = new StringBuilder();
        for (double x : vector) {
            numbers.append(numbers.isEmpty() ? "" : ",").append(x);
        }
        return "{\"index\":" + index + ",\"embedding\":[" + numbers + "]}";
    }
}
