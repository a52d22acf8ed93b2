package dev.parley.governance.budget;

import dev.parley.platform.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Prices by the names of models: those of the configuration before those that came with the server. A name is looked up as {@code
 * provider/model}, as the bare model, and as the model without the date of its version; then come patterns that end with a star.
 */
final class PriceList {

    private static final Pattern VERSION = Pattern.compile("-(\\d{4}-\\d{2}-\\d{2}|\\d{8}|latest)$");
    private static final String SHIPPED = "prices.csv";
    private static final int MOST_OUTPUT = 10_000_000;

    private final Map<String, Price> names = new HashMap<>();
    private final Map<String, Price> patterns = new LinkedHashMap<>();

    private PriceList() {}

    static PriceList read(Settings settings) {
        var list = new PriceList();
        for (var name : settings.list("parley.prices", "")) {
            list.configure("parley.prices." + name, settings);
        }
        list.readShipped();
        return list;
    }

    private void configure(String key, Settings settings) {
        var model = settings.text(key + ".model")
                .orElseThrow(() -> Settings.missing(key + ".model", "a price needs the model it is for."));
        long input = required(key + ".input", settings);
        add(
                model,
                new Price(
                        input,
                        settings.number(key + ".cached-input", input, 0, Price.DEAREST),
                        required(key + ".output", settings),
                        settings.text(key + ".max-output")
                                .map(given -> settings.integer(key + ".max-output", 0, 1, MOST_OUTPUT))
                                .orElse(null)));
    }

    private static long required(String key, Settings settings) {
        if (settings.text(key).isEmpty()) {
            throw Settings.missing(key, "a price needs micro-dollars per million tokens; 0 is a price too.");
        }
        return settings.number(key, 0, 0, Price.DEAREST);
    }

    private void readShipped() {
        try (var lines = new BufferedReader(
                new InputStreamReader(PriceList.class.getResourceAsStream(SHIPPED), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::addLine);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void addLine(String line) {
        var cells = line.split(",", -1);
        add(
                cells[0],
                new Price(
                        Long.parseLong(cells[1]),
                        Long.parseLong(cells[2]),
                        Long.parseLong(cells[3]),
                        cells[4].isEmpty() ? null : Integer.valueOf(cells[4])));
    }

    /** What came first stays. */
    private void add(String model, Price price) {
        if (model.endsWith("*")) {
            patterns.putIfAbsent(model.substring(0, model.length() - 1), price);
        } else {
            names.putIfAbsent(model, price);
        }
    }

    /** @param model {@code provider/model} */
    Optional<Price> find(String model) {
        var bare = model.substring(model.indexOf('/') + 1);
        return Optional.ofNullable(names.get(model))
                .or(() -> Optional.ofNullable(names.get(bare)))
                .or(() -> Optional.ofNullable(names.get(VERSION.matcher(bare).replaceFirst(""))))
                .or(() -> patterns.entrySet().stream()
                        .filter(pattern -> model.startsWith(pattern.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst());
    }
}
