package dev.parley.schema;

import com.networknt.schema.regex.RegularExpression;
import java.util.regex.Pattern;

/** A regular expression that gives up: Java's engine goes back and forth over a text, exponentially often for some expressions. */
record BoundedPattern(Pattern pattern) implements RegularExpression {

    static BoundedPattern of(String expression) {
        return new BoundedPattern(Pattern.compile(expression));
    }

    @Override
    public boolean matches(String value) {
        return pattern.matcher(new Counted(value)).find();
    }

    /** Counts how often the engine looks. */
    private record Counted(CharSequence text) implements CharSequence {

        @Override
        public char charAt(int index) {
            Effort.character();
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end));
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
