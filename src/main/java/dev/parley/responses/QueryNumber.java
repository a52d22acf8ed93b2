package dev.parley.responses;

/** Reads numbers of a query: one that is none is refused as such, where JAX-RS would answer that there is no such resource. */
final class QueryNumber {

    private QueryNumber() {}

    static int read(String param, String text, int least, int most) {
        try {
            var number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // told below, with the range
        }
        throw Invalid.param(param, "must be a whole number from " + least + " to " + most);
    }
}
