package dev.parley.provider.offline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A server into whose library nobody has laid the model: all classes are loaded again, without its jars. */
class MissingLibraryTest {

    @Test
    void theOtherModelsWorkAndThisOneSaysWhatToDo() throws Exception {
        try (var without = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            var probe = without.loadClass(MissingLibraryProbe.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();

            assertThat(((Supplier<?>) probe).get())
                    .asString()
                    .contains("plain, echo", "MODEL_NOT_FOUND", "target/embedding", "lib/global")
                    .doesNotContain("hang, all-minilm");
        }
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("onnxruntime") && !entry.contains("all-minilm"))
                .map(entry -> url(new File(entry).toURI()))
                .toArray(URL[]::new);
    }

    private static URL url(URI file) {
        try {
            return file.toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
