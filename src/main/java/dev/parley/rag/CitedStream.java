package dev.parley.rag;

import dev.parley.http.Json;
import dev.parley.llm.Delta;
import dev.parley.provider.ModelStream;
import dev.parley.rag.index.Hit;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** An answer as it comes, with a note behind each piece that completes a citation. */
final class CitedStream implements ModelStream {

    static final String CITATION = "citation";

    private final ModelStream answer;
    private final Citations citations;
    private final Queue<Delta.Note> notes = new ArrayDeque<>();

    CitedStream(ModelStream answer, List<Hit> sources) {
        this.answer = answer;
        this.citations = Citations.of(sources);
    }

    @Override
    public String model() {
        return answer.model();
    }

    @Override
    public Delta next() {
        if (!notes.isEmpty()) {
            return notes.remove();
        }
        var delta = answer.next();
        if (delta instanceof Delta.TextDelta piece) {
            citations.in(piece.text()).forEach(cited -> notes.add(new Delta.Note(CITATION, Json.text(cited))));
        }
        return delta;
    }

    @Override
    public void close() {
        answer.close();
    }
}
