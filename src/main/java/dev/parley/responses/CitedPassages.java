package dev.parley.responses;

import dev.parley.rag.store.FoundPassage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The passages that searches of a conversation have found, by the numbers that an answer cites them by. For one thread. */
final class CitedPassages {

    /** As far as citations are looked for. */
    private static final int LARGEST = 9_999;

    private final Map<Integer, FoundPassage> passages = new HashMap<>();
    private int last;

    private CitedPassages() {}

    static CitedPassages of(List<Item> conversation) {
        var cited = new CitedPassages();
        conversation.forEach(cited::add);
        return cited;
    }

    /** The highest number, 0 for none. */
    int last() {
        return last;
    }

    boolean isEmpty() {
        return passages.isEmpty();
    }

    /** Null where no passage has this number. */
    FoundPassage at(int number) {
        return passages.get(number);
    }

    /** Takes in what an item has found, and gives the item back; passages without a number get the next ones. */
    Item add(Item item) {
        if (!(item instanceof FileSearchCall call) || call.results() == null) {
            return item;
        }
        var numbered = new ArrayList<FoundPassage>();
        for (var each : call.results()) {
            var passage = each.number() > 0 && each.number() <= LARGEST ? each : each.numbered(last + 1);
            numbered.add(passage);
            passages.put(passage.number(), passage);
            last = Math.max(last, passage.number());
        }
        return call.with(numbered);
    }
}
