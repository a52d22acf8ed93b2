package dev.parley.agent;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Calculates what an expression says, with {@link Decimals}. Every number on the way is bounded, and so is the work: the libraries for
 * this were tried and are not, {@code 9^9^9^9} or {@code 1E999999999 % 7} hold a processor for minutes there.
 */
final class Calculator {

    private static final int LONGEST = 1_000;
    private static final int DEEPEST = 100;
    private static final int MOST_POWER = 10_000;
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
            return Decimals.shown(number.stripTrailingZeros());
        } catch (ArithmeticException impossible) {
            throw new IllegalArgumentException("A number in it is too large, or is divided by zero.");
        }
    }

    private BigDecimal sum() {
        var left = product();
        while (true) {
            if (take('+')) {
                left = Decimals.bounded(left.add(product(), Decimals.DIGITS));
            } else if (take('-')) {
                left = Decimals.bounded(left.subtract(product(), Decimals.DIGITS));
            } else {
                return left;
            }
        }
    }

    private BigDecimal product() {
        var left = signed();
        while (true) {
            if (take('*')) {
                left = Decimals.bounded(left.multiply(signed(), Decimals.DIGITS));
            } else if (take('/')) {
                left = Decimals.bounded(left.divide(signed(), Decimals.DIGITS));
            } else if (take('%')) {
                left = Decimals.bounded(left.remainder(signed()));
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
        return Decimals.bounded(base.pow(exponent.intValueExact(), Decimals.DIGITS));
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
            return Decimals.bounded(new BigDecimal(number.group()));
        }
        var name = NAME.matcher(text).region(at, text.length());
        if (!name.lookingAt()) {
            throw unexpected();
        }
        at = name.end();
        demand('(');
        return Decimals.function(name.group().toUpperCase(Locale.ROOT), arguments());
    }

    private List<BigDecimal> arguments() {
        var arguments = new ArrayList<BigDecimal>();
        do {
            arguments.add(sum());
        } while (take(','));
        demand(')');
        return arguments;
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
