package dev.parley.provider;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Ranks documents by how like their vectors are to that of the question, for models that make vectors and do not rank. */
final class Likeness {

    private Likeness() {}

    /** @param embed makes the vectors, of the question and of all documents in one call */
    static Ranking rank(RerankRequest request, Function<EmbeddingRequest, Embeddings> embed) {
        var texts = new ArrayList<Input>(request.documents().size() + 1);
        texts.add(new Input.Text(request.query()));
        request.documents().forEach(document -> texts.add(new Input.Text(document)));
        var made = embed.apply(new EmbeddingRequest(request.model(), texts, null));
        return Ranking.of(made.model(), places(made.vectors()), request.most(), made.usage());
    }

    private static List<Ranking.Place> places(List<float[]> vectors) {
        var places = new ArrayList<Ranking.Place>(vectors.size() - 1);
        for (int i = 1; i < vectors.size(); i++) {
            places.add(new Ranking.Place(i - 1, cosine(vectors.getFirst(), vectors.get(i))));
        }
        return places;
    }

    /** From -1 to 1; 0 for a vector without a direction. */
    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double ones = 0;
        double others = 0;
        for (int i = 0; i < one.length; i++) {
            product += (double) one[i] * other[i];
            ones += (double) one[i] * one[i];
            others += (double) other[i] * other[i];
        }
        double lengths = Math.sqrt(ones * others);
        return lengths == 0 ? 0 : Math.clamp(product / lengths, -1, 1);
    }
}
