package dev.parley.provider.offline;

import dev.parley.llm.EmbeddingRequest;
import dev.parley.llm.EmbeddingRequest.Input;
import dev.parley.llm.Embeddings;
import dev.parley.llm.Prompt;
import dev.parley.llm.Usage;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.provider.DeltaStream;
import dev.parley.provider.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Needs no key and no network. In a conversation it never pretends to be a model: the name of the model selects what is played. Its vectors
 * are real, made by a model in this process.
 */
final class OfflineProvider implements Provider {

    private final String name;
    /** Makes vectors, and is the only one that does. */
    static final String SENTENCES = "all-minilm-l6-v2";

    private final Map<String, Script> scripts;
    private final Inference inference;

    OfflineProvider(String name, Pause pause, Inference inference) {
        this.name = name;
        this.inference = inference;
        this.scripts = new Scripts(name, pause).byModel();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> models() {
        var models = new ArrayList<>(scripts.keySet());
        if (SentenceLibrary.isThere()) {
            models.add(SENTENCES);
        }
        return models;
    }

    /** Also the model whose jars are missing, so that asking for it says what to do. */
    @Override
    public boolean offers(String model) {
        return scripts.containsKey(model) || model.equals(SENTENCES);
    }

    @Override
    public DeltaStream open(String model, Prompt prompt, boolean stream) {
        var script = scripts.get(model);
        if (script == null) {
            throw new ApiException(
                    ErrorCode.MODEL_NOT_FOUND,
                    "The provider " + name + " has no model '" + model + "' that talks; it has "
                            + String.join(", ", scripts.keySet()) + ".");
        }
        return script.play(prompt);
    }

    @Override
    public Embeddings embed(String model, EmbeddingRequest request) {
        if (!model.equals(SENTENCES)) {
            throw new ApiException(
                    ErrorCode.MODEL_NOT_FOUND,
                    "The model %s/%s makes no vectors; %s/%s does.".formatted(name, model, name, SENTENCES));
        }
        if (request.dimensions() != null && request.dimensions() != SentenceModel.DIMENSIONS) {
            throw refused("the dimensions " + request.dimensions() + ": it makes vectors of 384 numbers and no others");
        }
        var embedded = inference.embed(request.inputs().stream().map(this::text).toList());
        return new Embeddings(
                name + "/" + SENTENCES,
                embedded.stream().map(SentenceModel.Embedded::vector).toList(),
                Usage.reported(
                        embedded.stream()
                                .mapToInt(SentenceModel.Embedded::tokens)
                                .sum(),
                        0));
    }

    private String text(Input input) {
        return switch (input) {
            case Input.Text text -> text.text();
            case Input.Tokens numbers ->
                throw refused("tokens: their numbers are of one model's vocabulary, so send texts"
                        + " (LangChain: check_embedding_ctx_length=False)");
        };
    }

    private ApiException refused(String what) {
        return new ApiException(
                ErrorCode.PROVIDER_REFUSED_REQUEST, "The model %s/%s refuses %s.".formatted(name, SENTENCES, what));
    }
}
