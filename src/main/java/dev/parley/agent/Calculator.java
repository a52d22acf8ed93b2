package dev.parley.agent;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Calculates with decimals, 50 digits of them. Every number on the way is bounded, and so is the work: the libraries for this were tried
 * and are not, {@code 9^9^9^9} or {@code 1E999999999 % 7} hold a processor for minutes there.
 */
final class Calculator {

    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 100;
    private static final int MOST_POWER = 10_000;
    private static final int LARGEST_EXPONENT = 10_000;
    private static final int MOST_DIGITS = 100;
    private static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);
    private static final Pattern NUMBER = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,9})?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]+");

    private final String text;
    private int at;
    private int depth;

    private Calculator(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException saying what is wrong with the expression */
    static String calculate(String expression) {
        if (expression.length() > LONGEST) {
            throw new IllegalArgumentException("The expression is longer than " + LONGEST + " characters.");
        }
        var calculator = new Calculator(expression);
        try {
            var number = calculator.sum();
            if (calculator.peek() != '\0') {
                throw calculator.unexpected();
            }
            return shown(number.stripTrailingZeros());
        } catch (ArithmeticException impossible) {
            throw new IllegalArgumentException("A number in it is too large, or is divided by zero.");
        }
    }

    private static String shown(BigDecimal number) {
        boolean isLong = Math.abs(number.scale()) > MOST_DIGITS;
        return isLong ? number.toString() : number.toPlainString();
    }

    private BigDecimal sum() {
        var left = product();
        while (true) {
            if (take('+')) {
                left = bounded(left.add(product(), DIGITS));
            } else if (take('-')) {
                left = bounded(left.subtract(product(), DIGITS));
            } else {
                return left;
            }
        }
    }

    private BigDecimal product() {
        var left = signed();
        while (true) {
            if (take('*')) {
                left = bounded(left.multiply(signed(), DIGITS));
            } else if (take('/')) {
                left = bounded(left.divide(signed(), DIGITS));
            } else if (take('%')) {
                left = bounded(left.remainder(signed()));
            } else {
                return left;
            }
        }
    }

    private BigDecimal signed() {
        if (++depth > DEEPEST) {
            throw new IllegalArgumentException("The expression is nested too deeply.");
        }
        try {
            if (take('-')) {
                return signed().negate();
            }
            return take('+') ? signed() : power();
        } finally {
            depth--;
        }
    }

    private BigDecimal power() {
        var base = value();
        if (!take('^')) {
            return base;
        }
        var exponent = signed().stripTrailingZeros();
        if (exponent.scale() > 0 || exponent.abs().compareTo(BigDecimal.valueOf(MOST_POWER)) > 0) {
            throw new IllegalArgumentException("An exponent must be a whole number of at most " + MOST_POWER + ".");
        }
        return bounded(base.pow(exponent.intValueExact(), DIGITS));
    }

    private BigDecimal value() {
        if (take('(')) {
            var inner = sum();
            demand(')');
            return inner;
        }
        var number = NUMBER.matcher(text).region(at, text.length());
        if (number.lookingAt()) {
            at = number.end();
            return bounded(new BigDecimal(number.group()));
        }
        var name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            throw unexpected();
        }
        at = name.end();
        demand('(');
        return function(name.group().toUpperCase(Locale.ROOT), arguments());
    }

    private List<BigDecimal> arguments() {
        var arguments = new ArrayList<BigDecimal>();
        do {
            arguments.add(sum());
        } while (take(','));
        demand(')');
        return arguments;
    }

    private static BigDecimal function(String name, List<BigDecimal> given) {
        var first = given.getFirst();
        return switch (name) {
            case "MAX" -> given.stream().reduce(BigDecimal::max).orElseThrow();
            case "MIN" -> given.stream().reduce(BigDecimal::min).orElseThrow();
            case "ABS" -> only(name, given).abs();
            case "CEILING" -> only(name, given).setScale(0, RoundingMode.CEILING);
            case "FLOOR" -> only(name, given).setScale(0, RoundingMode.FLOOR);
            case "SQRT" -> root(only(name, given));
            case "ROUND" -> {
                int places = given.size() < 2 ? 0 : given.get(1).intValueExact();
                yield bounded(first.setScale(Math.clamp(places, 0, MOST_DIGITS), RoundingMode.HALF_UP));
            }
            default ->
                throw new IllegalArgumentException(
                        "There is no function " + name + "; there are ABS CEILING FLOOR MAX MIN ROUND SQRT.");
        };
    }

    private static BigDecimal only(String name, List<BigDecimal> given) {
        if (given.size() != 1) {
            throw new IllegalArgumentException(name + " takes one number.");
        }
        return given.getFirst();
    }

    private static BigDecimal root(BigDecimal number) {
        if (number.signum() < 0) {
            throw new IllegalArgumentException("There is no square root of a negative number.");
        }
        return number.sqrt(DIGITS);
    }

    private static BigDecimal bounded(BigDecimal number) {
        if (Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT) {
            throw new ArithmeticException("too large");
        }
        return number;
    }

    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean take(char wanted) {
        boolean there = peek() == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void demand(char wanted) {
        if (!take(wanted)) {
            throw new IllegalArgumentException("There must be '" + wanted + "' at " + (at + 1) + ".");
        }
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                at < text.length()
                        ? "'" + text.charAt(at) + "' at " + (at + 1) + " is not expected."
                        : "The expression ends too early.");
    }
}
