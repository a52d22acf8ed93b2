package dev.parley.provider.offline;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;

/**
 * all-MiniLM-L6-v2, quantised to 8 bits, which runs on the calling thread alone. Used by any number of threads, each for one text at a
 * time; must not be closed while one of them uses it.
 */
final class SentenceModel implements AutoCloseable {

    /** Length of its vectors. */
    static final int DIMENSIONS = 384;

    /** As many tokens it reads of a text, begin and end included (sentence-transformers' {@code max_seq_length} for it). */
    static final int MOST_TOKENS = 256;

    private final OrtEnvironment runtime;
    private final OrtSession session;
    private final WordPiece words;

    private SentenceModel(OrtEnvironment runtime, OrtSession session, WordPiece words) {
        this.runtime = runtime;
        this.session = session;
        this.words = words;
    }

    /** @throws UnusableModelException when the runtime refuses it */
    static SentenceModel load(byte[] network, WordPiece words) {
        var runtime = OrtEnvironment.getEnvironment();
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setCPUArenaAllocator(false);
            return new SentenceModel(runtime, runtime.createSession(network, options), words);
        } catch (OrtException refused) {
            throw new UnusableModelException(refused);
        }
    }

    /** @param tokens as many the model has read of the text */
    record Embedded(float[] vector, int tokens) {}

    /** The vector of {@code text}, of length one. */
    Embedded embed(String text) throws OrtException {
        var numbers = words.numbers(text, MOST_TOKENS);
        int tokens = numbers.length;
        var mask = new long[tokens];
        Arrays.fill(mask, 1);
        try (var ids = tensor(numbers);
                var attention = tensor(mask);
                var types = tensor(new long[tokens]);
                var answer =
                        session.run(Map.of("input_ids", ids, "attention_mask", attention, "token_type_ids", types))) {
            return new Embedded(normalised(mean(((OnnxTensor) answer.get(0)).getFloatBuffer(), tokens)), tokens);
        }
    }

    private OnnxTensor tensor(long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(runtime, LongBuffer.wrap(numbers), new long[] {1, numbers.length});
    }

    private static float[] mean(FloatBuffer states, int tokens) {
        var sum = new float[DIMENSIONS];
        for (int token = 0; token < tokens; token++) {
            for (int i = 0; i < DIMENSIONS; i++) {
                sum[i] += states.get();
            }
        }
        return sum;
    }

    private static float[] normalised(float[] vector) {
        double squares = 0;
        for (float x : vector) {
            squares += (double) x * x;
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
