package dev.parley.agent;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** What the {@link Calculator} counts with: decimals of 50 digits that are neither too large nor too small. */
final class Decimals {

    static final MathContext DIGITS = new MathContext(50, RoundingMode.HALF_EVEN);

    private static final int LARGEST_EXPONENT = 10_000;
    private static final int MOST_DIGITS = 100;

    private Decimals() {}

    /** With all its zeros, unless those are too many. */
    static String shown(BigDecimal number) {
        boolean isLong = Math.abs(number.scale()) > MOST_DIGITS;
        return isLong ? number.toString() : number.toPlainString();
    }

    /** @throws IllegalArgumentException for a function that there is not, or that can't be made of these numbers */
    static BigDecimal function(String name, List<BigDecimal> given) {
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

    /** @throws ArithmeticException beyond the largest number */
    static BigDecimal bounded(BigDecimal number) {
        if (Math.abs((long) number.precision() - number.scale()) > LARGEST_EXPONENT) {
            throw new ArithmeticException("too large");
        }
        return number;
    }
}
