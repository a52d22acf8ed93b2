package dev.parley.generation;

import dev.parley.llm.Delta;
import dev.parley.provider.ModelStream;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a door says around a model's words.
 *
 * @param preface notes before them, which clients have before the provider is asked
 * @param among puts further notes into the answer as it comes
 */
public record Framing(List<Delta.Note> preface, UnaryOperator<ModelStream> among) {

    public static final Framing NONE = new Framing(List.of(), UnaryOperator.identity());
}
