package dev.parley.rag.document;

import java.util.Locale;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Writes what a parser tells of a file as text with the structure that the splitter knows: headings as Markdown has them, paragraphs
 * between empty lines, a table's rows as lines.
 */
final class Layout extends DefaultHandler {

    /** There is more text than is taken. */
    static final class TooLong extends SAXException {
        private static final long serialVersionUID = 1;
    }

    private static final Set<String> BLOCKS =
            Set.of("p", "div", "section", "article", "ul", "ol", "table", "blockquote", "pre", "dl");
    private static final Set<String> SILENT = Set.of("script", "style", "title", "head", "noscript", "template");

    private final StringBuilder text = new StringBuilder();
    private final int most;
    private int silent;
    private boolean gap;

    Layout(int most) {
        this.most = most;
    }

    String text() {
        return text.toString().strip();
    }

    @Override
    public void startElement(String uri, String local, String qualified, Attributes attributes) {
        var name = local.toLowerCase(Locale.ROOT);
        if (SILENT.contains(name)) {
            silent++;
        } else if (isHeading(name)) {
            lines(2);
            text.append("#".repeat(name.charAt(1) - '0')).append(' ');
        } else if (name.equals("li")) {
            lines(1);
            text.append("- ");
        } else if (name.equals("tr") || name.equals("br")) {
            lines(1);
        } else if (name.equals("td") || name.equals("th")) {
            if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append(" | ");
            }
        } else if (BLOCKS.contains(name) && !isInRow()) {
            lines(2);
        }
    }

    private boolean isInRow() {
        int line = text.lastIndexOf("\n") + 1;
        return text.length() > line
                && (text.substring(line).contains(" | ") || text.substring(line).equals("- "));
    }

    @Override
    public void endElement(String uri, String local, String qualified) {
        var name = local.toLowerCase(Locale.ROOT);
        if (SILENT.contains(name)) {
            silent--;
        } else if (isHeading(name) || name.equals("table")) {
            lines(2);
        } else if (BLOCKS.contains(name) && !isInRow()) {
            lines(2);
        }
    }

    private static boolean isHeading(String name) {
        return name.length() == 2 && name.charAt(0) == 'h' && name.charAt(1) >= '1' && name.charAt(1) <= '6';
    }

    @Override
    public void characters(char[] from, int start, int length) throws SAXException {
        if (silent > 0) {
            return;
        }
        for (int i = start; i < start + length; i++) {
            add(from[i]);
        }
        if (text.length() > most) {
            throw new TooLong();
        }
    }

    private void add(char c) {
        if (Character.isWhitespace(c) || c == '\u00a0') {
            gap = true;
        } else if (c >= ' ') {
            if (gap && !text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
                text.append(' ');
            }
            gap = false;
            text.append(c);
        }
    }

    @Override
    public void ignorableWhitespace(char[] from, int start, int length) {
        gap = true;
    }

    /** Ends the line, and leaves an empty one for 2. */
    private void lines(int wanted) {
        gap = false;
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        int there = 0;
        while (there < text.length() && text.charAt(text.length() - 1 - there) == '\n') {
            there++;
        }
        if (there < text.length()) {
            text.append("\n".repeat(Math.max(0, wanted - there)));
        }
    }
}
