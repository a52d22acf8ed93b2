package dev.parley.provider.offline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The native files of the ONNX runtime, unpacked while they are loaded and removed afterwards. The runtime would do that by itself, but
 * leaves its folder behind whenever a process is killed.
 */
final class NativeRuntime implements AutoCloseable {

    /** Where the runtime looks before it unpacks; who has set it knows why. */
    private static final String PATH = "onnxruntime.native.path";

    private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

    private final Path folder;

    private NativeRuntime(Path folder) {
        this.folder = folder;
    }

    /** Close it when the runtime has been loaded. */
    static NativeRuntime unpack() throws IOException {
        if (System.getProperty(PATH) != null) {
            return new NativeRuntime(null);
        }
        var natives = new NativeRuntime(Files.createTempDirectory("parley-onnxruntime"));
        for (var library : LIBRARIES) {
            natives.copy(System.mapLibraryName(library));
        }
        System.setProperty(PATH, natives.folder.toString());
        return natives;
    }

    private void copy(String file) throws IOException {
        var name = "ai/onnxruntime/native/" + platform() + "/" + file;
        try (var library = NativeRuntime.class.getClassLoader().getResourceAsStream(name)) {
            if (library == null) {
                close();
                throw new UnsatisfiedLinkError(name);
            }
            Files.copy(library, folder.resolve(file));
        }
    }

    /** As the runtime names its folders. */
    static String platform() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux")
                + "-"
                + (processor.equals("amd64") || processor.equals("x86_64") ? "x64" : processor);
    }

    /** What a process has loaded stays there without its file; where a system does not allow that, the files go when the process ends. */
    @Override
    public void close() {
        if (folder == null) {
            return;
        }
        System.clearProperty(PATH);
        for (var library : LIBRARIES) {
            remove(folder.resolve(System.mapLibraryName(library)));
        }
        remove(folder);
    }

    private static void remove(Path file) {
        if (!file.toFile().delete()) {
            file.toFile().deleteOnExit();
        }
    }
}
