package dev.parley.provider.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.parley.llm.Ranking;
import dev.parley.llm.RerankRequest;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.provider.UpstreamFailures;
import dev.parley.provider.WireJson;
import dev.parley.token.TokenCounter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The wire of {@code /rerank}, which Cohere began and Jina, vLLM, Infinity, LiteLLM and others speak beside OpenAI's. One instance per
 * request.
 */
final class OpenAiRanking {

    private final String model;
    private final RerankRequest request;
    private final UpstreamFailures failures;
    private final List<Ranking.Place> places = new ArrayList<>();
    private final BitSet seen = new BitSet();
    private int tokens;

    /** @param model qualified */
    OpenAiRanking(String model, RerankRequest request, UpstreamFailures failures) {
        this.model = model;
        this.request = request;
        this.failures = failures;
    }

    static byte[] json(String model, RerankRequest request) {
        return WireJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("model", model);
            json.writeStringField("query", request.query());
            json.writeArrayFieldStart("documents");
            for (var document : request.documents()) {
                json.writeString(document);
            }
            json.writeEndArray();
            json.writeNumberField(
                    "top_n", Math.min(request.most(), request.documents().size()));
            json.writeEndObject();
        });
    }

    /** Reads the answer, and holds it to what was asked: each document at most once, and at least one. */
    Ranking read(byte[] body) {
        try (var json = WireJson.FACTORY.createParser(body)) {
            if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
                throw notARanking();
            }
            for (String field; (field = json.nextFieldName()) != null; ) {
                switch (field) {
                    case "results" -> results(json);
                    case "usage", "meta" -> usage(json);
                    default -> WireJson.skip(json);
                }
            }
        } catch (IOException notJson) {
            throw failures.malformed("sent a ranking that can't be understood");
        }
        if (places.isEmpty()) {
            throw notARanking();
        }
        return Ranking.of(model, places, request.most(), used());
    }

    private ApiException notARanking() {
        return failures.malformed("did not rank the documents");
    }

    private Usage used() {
        return tokens > 0
                ? Usage.reported(tokens, 0)
                : Usage.estimated(TokenCounter.o200k().count(request), 0);
    }

    private void results(JsonParser json) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_ARRAY)) {
            return;
        }
        while (json.nextToken() == JsonToken.START_OBJECT) {
            int index = -1;
            double relevance = Double.NaN;
            for (String field; (field = json.nextFieldName()) != null; ) {
                switch (field) {
                    case "index" -> index = WireJson.integer(json, -1);
                    case "relevance_score" -> relevance = number(json);
                    default -> WireJson.skip(json);
                }
            }
            add(index, relevance);
        }
    }

    private void add(int index, double relevance) {
        if (index < 0 || index >= request.documents().size() || seen.get(index) || !Double.isFinite(relevance)) {
            throw failures.malformed("ranked what was not asked");
        }
        seen.set(index);
        places.add(new Ranking.Place(index, relevance));
    }

    private static double number(JsonParser json) throws IOException {
        if (json.nextToken().isNumeric()) {
            return json.getDoubleValue();
        }
        json.skipChildren();
        return Double.NaN;
    }

    /** Jina and vLLM say {@code usage.total_tokens}, Cohere {@code meta.tokens.input_tokens}. */
    private void usage(JsonParser json) throws IOException {
        if (!WireJson.enters(json, JsonToken.START_OBJECT)) {
            return;
        }
        for (String field; (field = json.nextFieldName()) != null; ) {
            switch (field) {
                case "total_tokens", "prompt_tokens", "input_tokens" ->
                    tokens = Math.max(tokens, WireJson.integer(json, 0));
                case "tokens" -> usage(json);
                default -> WireJson.skip(json);
            }
        }
    }
}
