package dev.parley.rag.document;

/**
 * A piece of a document's text.
 *
 * @param number within the document, from 0
 * @param begin first character in the text that was read from the document
 * @param end after its last character
 * @param heading what it stands under, or the header of its table; null for none
 * @param vector null when it has none, yet or for good
 */
public record Passage(int number, int begin, int end, String heading, String text, float[] vector) {

    public Passage with(float[] other) {
        return new Passage(number, begin, end, heading, text, other);
    }

    /** What is embedded and searched: the text with what it stands under. */
    public String searched() {
        return heading == null ? text : heading + "\n" + text;
    }
}
