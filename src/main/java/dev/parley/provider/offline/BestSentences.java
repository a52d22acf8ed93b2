package dev.parley.provider.offline;

import dev.parley.provider.FencedPassages;
import dev.parley.provider.FencedPassages.Passage;
import dev.parley.token.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers a question from passages without a model: with the sentences that have most in common with it, quoted and cited. */
final class BestSentences {

    private static final int MOST = 3;

    /** Of the best sentence's score, what another must have. */
    private static final double NEARLY_AS_GOOD = 0.7;

    /** A sentence also gets something of what the passage around it says. */
    private static final double OF_ITS_PASSAGE = 0.2;

    private static final String NOTHING = "The passages do not answer this.";

    private record Scored(Passage passage, String sentence, Set<String> words, double score) {}

    private BestSentences() {}

    static String answer(FencedPassages fenced) {
        var question = Words.of(fenced.rest());
        var best = best(candidates(fenced, question));
        if (best.isEmpty()) {
            return NOTHING;
        }
        var text = new StringBuilder();
        for (var each : best) {
            text.append(text.isEmpty() ? "" : " ")
                    .append('"')
                    .append(quotable(each.sentence))
                    .append("\" [")
                    .append(each.passage.number())
                    .append(']');
        }
        return text.toString();
    }

    /** On one line, and without the marks that a quotation ends with. */
    private static String quotable(String sentence) {
        return sentence.replaceAll("\\s+", " ").replace('"', '\'');
    }

    /** A sentence that asks the question itself is no answer to it. */
    private static List<Scored> candidates(FencedPassages fenced, Set<String> question) {
        var passages = fenced.passages();
        var asked = fenced.rest().substring(fenced.rest().indexOf(':') + 1).strip();
        var weights = weights(passages, question);
        var candidates = new ArrayList<Scored>();
        for (var passage : passages) {
            double around = score(Words.of(passage.title() + " " + passage.text()), weights);
            for (var sentence : Words.sentences(passage.text())) {
                var text = sentence.of(passage.text());
                var words = Words.of(text);
                double own = score(words, weights);
                if (own > 0 && !text.contains(asked)) {
                    candidates.add(new Scored(passage, text, words, own + OF_ITS_PASSAGE * around));
                }
            }
        }
        return candidates;
    }

    /** The best ones, without those that say the same again: overlapping passages share sentences. */
    private static List<Scored> best(List<Scored> candidates) {
        candidates.sort(Comparator.comparingDouble(Scored::score).reversed());
        var chosen = new ArrayList<Scored>();
        var said = new HashSet<Set<String>>();
        for (var each : candidates) {
            if (chosen.size() == MOST || each.score < candidates.getFirst().score * NEARLY_AS_GOOD) {
                break;
            }
            if (said.add(each.words)) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    /** A word that few sentences have tells more. */
    private static Map<String, Double> weights(List<Passage> passages, Set<String> question) {
        var sentences = passages.stream()
                .flatMap(passage ->
                        Words.sentences(passage.text()).stream().map(sentence -> Words.of(sentence.of(passage.text()))))
                .toList();
        var weights = new HashMap<String, Double>();
        for (var word : question) {
            long in = sentences.stream().filter(words -> words.contains(word)).count();
            weights.put(word, Math.log(1 + sentences.size() / (in + 0.5)));
        }
        return weights;
    }

    private static double score(Set<String> words, Map<String, Double> weights) {
        return words.stream()
                .mapToDouble(word -> weights.getOrDefault(word, 0.0))
                .sum();
    }
}
