package dev.parley.provider;

import dev.parley.llm.Delta;
import java.io.IOException;
import java.util.Queue;

/** Understands one answer in one provider's dialect; made for each call, used by one thread. */
public interface AnswerParser {

    /**
     * Takes in one event of a stream, or the whole body of an answer in one piece, and adds what it says to {@code deltas}.
     *
     * @return whether this was the last event; {@link Delta.End} has then been added
     * @throws IOException when it is not the JSON of this dialect
     * @throws dev.parley.problem.ApiException when it reports an error
     */
    boolean accept(byte[] json, int from, int length, Queue<Delta> deltas) throws IOException;

    /**
     * The upstream stopped without a last event. Adds {@link Delta.End} if the answer is whole all the same.
     *
     * @return whether it is
     */
    boolean end(Queue<Delta> deltas);
}
