package dev.parley.bench;

import java.util.regex.Pattern;

/**
 * What the upstream is to do, chosen by the name of the model: {@code bench-<tokens>x<gapMillis>} says so many tokens
 * with that pause before each (0 is full speed), {@code bench-idle} says one and then nothing until the peer closes.
 */
record Script(String model, int tokens, int gapMillis, boolean idle) {
    private static final Pattern PACED = Pattern.compile("bench-([1-9]\\d{0,4})x(\\d{1,5})");
    private static final String IDLE = "bench-idle";

    static boolean knows(String model) {
        return model.equals(IDLE) || PACED.matcher(model).matches();
    }

    static Script of(String model) {
        if (model.equals(IDLE)) {
            return new Script(model, 1, 0, true);
        }
        var paced = PACED.matcher(model);
        if (!paced.matches()) {
            throw new IllegalArgumentException("model '" + model + "' is no script");
        }
        return new Script(model, Integer.parseInt(paced.group(1)), Integer.parseInt(paced.group(2)), false);
    }

    static Script paced(int tokens, int gapMillis) {
        return of("bench-" + tokens + "x" + gapMillis);
    }

    static Script idling() {
        return of(IDLE);
    }
}
