package dev.parley.rag.document;

import dev.parley.token.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into passages of about so many tokens. It cuts at headings first, then between paragraphs, then between sentences, and
 * within a sentence only when that alone is too long; a table is cut between rows. A passage begins with the last sentences of the one
 * before, as far as they are of the same section. The same text is always cut in the same way.
 */
public final class Splitter {

    /** Changes when texts come to be cut in another way. */
    private static final String VERSION = "1";

    private static final TokenCounter TOKENS = TokenCounter.o200k();

    private final int most;
    private final int overlap;

    /**
     * @param most tokens of a passage
     * @param overlap tokens at most that two neighbours share
     */
    public Splitter(int most, int overlap) {
        this.most = most;
        this.overlap = overlap;
    }

    /** What its cuts depend on. */
    public String recipe() {
        return VERSION + "/" + most + "/" + overlap;
    }

    /** The passages of a text, without vectors. */
    public List<Passage> split(FileText.Read read) {
        var pieces = read.table() ? Pieces.ofTable(read.text(), most) : Pieces.ofText(read.text(), most);
        return new Cut(read.text(), pieces).passages();
    }

    /** One text being cut. */
    private final class Cut {

        private final String text;
        private final List<Pieces.Piece> pieces;
        private final int[] tokens;
        private final List<Passage> passages = new ArrayList<>();

        Cut(String text, List<Pieces.Piece> pieces) {
            this.text = text;
            this.pieces = pieces;
            this.tokens = pieces.stream()
                    .mapToInt(piece -> TOKENS.count(text.substring(piece.begin(), piece.end())) + 1)
                    .toArray();
        }

        List<Passage> passages() {
            int from = 0;
            while (from < pieces.size()) {
                int to = end(from);
                add(from, to);
                from = next(from, to);
            }
            return passages;
        }

        /** The piece that no longer fits, or belongs to another section. */
        private int end(int from) {
            int sum = 0;
            int to = from;
            while (to < pieces.size()
                    && pieces.get(to).section() == pieces.get(from).section()) {
                sum += tokens[to];
                if (sum > most && to > from) {
                    break;
                }
                to++;
            }
            return to;
        }

        /** Where the next passage begins: a few pieces back, where the section goes on; always further than this one did. */
        private int next(int from, int to) {
            if (to == pieces.size()
                    || pieces.get(to).section() != pieces.get(from).section()) {
                return to;
            }
            int next = to;
            int sum = 0;
            while (next - 1 > from
                    && sum + tokens[next - 1] <= overlap
                    && sum + tokens[next - 1] + tokens[to] <= most) {
                sum += tokens[--next];
            }
            return next;
        }

        private void add(int from, int to) {
            var first = pieces.get(from);
            int end = pieces.get(to - 1).end();
            passages.add(new Passage(
                    passages.size(), first.begin(), end, first.heading(), text.substring(first.begin(), end), null));
        }
    }
}
