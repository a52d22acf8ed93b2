package dev.parley.rag;

import dev.parley.rag.index.Hit;
import dev.parley.token.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/** Reads an answer as it comes, finds what it cites, and checks that against the passages it was made from. For one thread. */
public final class Citations {

    private static final Pattern MARKER = Pattern.compile("\\[(\\d{1,4}(?:\\s{0,3},\\s{0,3}\\d{1,4}){0,20})]");
    private static final Pattern QUOTED =
            Pattern.compile("[\"\u201c\u201e]([^\"\u201c\u201d\u201e]{1,2000})[\"\u201d\u201c][\\s.,;:]{0,5}$");
    private static final Pattern END_OF_SENTENCE = Pattern.compile("[.!?]\\s|\\n");
    private static final double ENOUGH = 0.5;

    /** Characters of a marker at most. */
    private static final int LONGEST_MARKER = 256;

    private final IntFunction<Hit> sources;
    private final StringBuilder answer = new StringBuilder();
    private int read;
    private int claimed;

    /** @param sources the passage of a number, null where there is none; asked when the number is cited */
    public Citations(IntFunction<Hit> sources) {
        this.sources = sources;
    }

    /** @param sources numbered from 1 */
    static Citations of(List<Hit> sources) {
        return new Citations(number -> number < 1 || number > sources.size() ? null : sources.get(number - 1));
    }

    /** The citations that are complete with this piece. */
    public List<Citation> in(String piece) {
        int from = Math.max(read, answer.length() - LONGEST_MARKER);
        answer.append(piece);
        var found = new ArrayList<Citation>();
        var marker = MARKER.matcher(answer);
        for (; marker.find(from); from = read) {
            var claim = claimBefore(marker.start());
            for (var number : marker.group(1).split(",")) {
                found.add(citation(Integer.parseInt(number.strip()), marker.start(), claim));
            }
            read = marker.end();
        }
        return found;
    }

    /** What a marker stands behind: the text since the sentence began, or what the marker before it stands behind. */
    private String claimBefore(int marker) {
        if (answer.substring(read, marker).isBlank() && read > 0) {
            return answer.substring(claimed, read).replaceAll("\\[[\\d,\\s]+]", "");
        }
        claimed = read;
        var text = answer.substring(read, marker);
        if (!QUOTED.matcher(text).find()) {
            var end = END_OF_SENTENCE.matcher(text.stripTrailing());
            while (end.find()) {
                claimed = read + end.end();
            }
        }
        return answer.substring(claimed, marker);
    }

    private Citation citation(int number, int position, String claim) {
        var quoted = QUOTED.matcher(claim.stripTrailing());
        var quote = quoted.find() ? quoted.group(1).strip() : null;
        var source = sources.apply(number);
        if (source == null) {
            return new Citation(number, position, null, null, null, quote, null, false);
        }
        return quote != null ? quotation(number, position, source, quote) : statement(number, position, source, claim);
    }

    private static Citation quotation(int number, int position, Hit source, String quote) {
        var place = Quotation.find(quote, source.passage().text());
        return citation(number, position, source, quote, place, place != null);
    }

    private static Citation statement(int number, int position, Hit source, String claim) {
        var words = Words.of(claim);
        var text = source.passage().text();
        Words.Sentence best = null;
        double most = 0;
        for (var sentence : Words.sentences(text)) {
            double share = Words.share(words, Words.of(sentence.of(text)));
            if (share > most) {
                most = share;
                best = sentence;
            }
        }
        boolean verified = best != null && Words.share(words, Words.of(text)) >= ENOUGH;
        return best == null
                ? citation(number, position, source, null, null, false)
                : citation(number, position, source, best.of(text), best, verified);
    }

    private static Citation citation(
            int number, int position, Hit source, String quote, Words.Sentence place, boolean verified) {
        int begin = source.passage().begin();
        return new Citation(
                number,
                position,
                source.document(),
                source.title(),
                source.source(),
                quote,
                place == null ? null : new SourceWire.Range(begin + place.begin(), begin + place.end()),
                verified);
    }
}
