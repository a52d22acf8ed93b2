package dev.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.Test;

/** OpenAI's client for JavaScript, where there is Node; {@code src/test/node} says what it does. */
class NodeClientIT extends Fixture {

    private static final Path SOURCE = Path.of("src/test/node");
    private static final Path HOME = Path.of("target/node");

    @Test
    void chatsStreamsCallsToolsAndSeesFailures() throws Exception {
        assumeTrue(runs("node", "--version") && runs("npm", "--version"), "node or npm is not installed here");
        Files.createDirectories(HOME);
        for (var file : new String[] {"package.json", "openai-client.mjs"}) {
            Files.copy(SOURCE.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(HOME.resolve("node_modules/openai"))) {
            assumeTrue(runs("npm", "install", "--no-audit", "--no-fund"), "npm can't install the package openai here");
        }

        var node = start("node", "openai-client.mjs", Server.BASE.resolve("v1").toString());

        var output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(output).isZero();
        assertThat(output.strip()).endsWith("ok");
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            var process = start(command);
            process.getInputStream().readAllBytes();
            return process.waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private static Process start(String... command) throws IOException {
        var directory = Files.exists(HOME) ? HOME : Path.of(".");
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
