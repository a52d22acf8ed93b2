package dev.parley.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Passages inside a message: numbered, and fenced with a mark that is made from all of their text. A passage can't end its fence,
 * because a text that holds its own mark can't be written: the mark would be another. The same passages get the same mark, so that
 * equal questions stay equal.
 *
 * @param passages in their order
 * @param rest of the message, behind the last passage
 */
public record FencedPassages(List<Passage> passages, String rest) {

    /** One passage. {@code title} is on one line and without quotation marks. */
    public record Passage(int number, String title, String text) {}

    /** The tool of agents whose results are passages in this form. */
    public static final String TOOL = "file_search";

    private static final int MARK_BYTES = 8;
    private static final Pattern FENCED =
            Pattern.compile("<passage-([0-9a-f]{16}) number=\"(\\d{1,9})\" title=\"([^\"]*)\">\n");
    private static final Pattern NOT_IN_A_TITLE = Pattern.compile("[\\p{Cntrl}\"<>\\u2028\\u2029]+");

    /** The mark for passages, and whatever else belongs to them. */
    public static String mark(List<Passage> passages, String salt) {
        var text = new StringBuilder(salt);
        passages.forEach(passage ->
                text.append('\0').append(passage.title()).append('\0').append(passage.text()));
        var mark = digest(text.toString());
        while (text.indexOf(mark) >= 0) {
            mark = digest(mark);
        }
        return mark;
    }

    /** The passages as text, each between a line that opens its fence and one that closes it. */
    public static String write(List<Passage> passages, String mark) {
        var text = new StringBuilder();
        for (var passage : passages) {
            text.append("<passage-%s number=\"%d\" title=\"%s\">\n"
                            .formatted(mark, passage.number(), plain(passage.title())))
                    .append(passage.text())
                    .append("\n")
                    .append(closing(mark))
                    .append("\n");
        }
        return text.toString();
    }

    private static String closing(String mark) {
        return "</passage-" + mark + ">";
    }

    private static String plain(String title) {
        return NOT_IN_A_TITLE
                .matcher(title == null ? "" : title)
                .replaceAll(" ")
                .strip();
    }

    /** Reads what {@link #write} has written; no passages when there are none. */
    public static FencedPassages read(String message) {
        var passages = new ArrayList<Passage>();
        var opening = FENCED.matcher(message);
        String mark = null;
        int at = 0;
        while (opening.find(at)) {
            mark = mark == null ? opening.group(1) : mark;
            int end = message.indexOf("\n" + closing(mark), opening.end() - 1);
            if (!opening.group(1).equals(mark) || end < 0) {
                break;
            }
            passages.add(new Passage(
                    Integer.parseInt(opening.group(2)),
                    opening.group(3),
                    message.substring(Math.min(opening.end(), end), end)));
            at = end + 1 + closing(mark).length();
        }
        return new FencedPassages(passages, message.substring(at));
    }

    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, MARK_BYTES);
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
