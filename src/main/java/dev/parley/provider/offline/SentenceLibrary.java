package dev.parley.provider.offline;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;

/**
 * The jars with the model and with what runs it. They are the server's, in its global library, and not the WAR's: 70 MB, and native code
 * that one class loader of a process can load, so that a second deployment would fail. Where they are missing, nothing but {@link
 * SentenceModel} may name their types: the JVM looks for what a {@code catch} names as soon as its class is used.
 */
final class SentenceLibrary {

    private static final String NETWORK = "all-minilm-l6-v2-q.onnx";
    private static final String TOKENIZER = "all-minilm-l6-v2-q-tokenizer.json";
    private static final String RUNTIME = "ai/onnxruntime/OrtSession.class";

    private SentenceLibrary() {}

    static boolean isThere() {
        return resource(NETWORK) != null && resource(TOKENIZER) != null && resource(RUNTIME) != null;
    }

    /**
     * Takes half a second.
     *
     * @throws ApiException {@code MODEL_NOT_FOUND} where the jars are missing, or have nothing for this machine
     */
    static SentenceModel load() {
        if (!isThere()) {
            throw missing(
                    "its jars are not in the server's library: lay those of target/embedding into lib/global of"
                            + " the server's folder and start again",
                    null);
        }
        try (var natives = NativeRuntime.unpack();
                var network = open(NETWORK);
                var tokenizer = open(TOKENIZER)) {
            return SentenceModel.load(network.readAllBytes(), WordPiece.read(tokenizer));
        } catch (LinkageError | UnusableModelException unfit) {
            throw missing("the ONNX runtime can't be loaded on this machine (" + NativeRuntime.platform() + ")", unfit);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static ApiException missing(String why, Throwable cause) {
        return new ApiException(
                ErrorCode.MODEL_NOT_FOUND,
                "The model all-minilm-l6-v2 can't be used here, because " + why + ".",
                cause);
    }

    private static URL resource(String name) {
        return SentenceLibrary.class.getClassLoader().getResource(name);
    }

    private static InputStream open(String name) throws IOException {
        return resource(name).openStream();
    }
}
