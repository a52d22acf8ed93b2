package dev.parley.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Another revision of the server, built in a git worktree under the work directory and kept there for the next run. */
final class Baseline {
    private static final List<String> BUILD = List.of(
            "-B",
            "-q",
            "-Dmaven.test.skip=true",
            "-Dspotless.check.skip=true",
            "-DlooseApplication=false",
            "package",
            "liberty:create",
            "liberty:deploy");

    private final Options options;
    private final Path tree;

    Baseline(Options options) {
        this.options = options;
        this.tree = options.work().resolve("baseline");
    }

    /** The Liberty installation with that revision's server. */
    Path build(String revision) throws IOException, InterruptedException {
        String commit = git("rev-parse", "--verify", revision + "^{commit}");
        Path built = tree.resolve("target").resolve("built-" + commit);
        if (!Files.exists(built)) {
            checkOut(commit);
            System.out.println("building the baseline " + revision);
            run(tree, command(options.maven(), BUILD));
            Files.createFile(built);
        }
        return tree.resolve("target/liberty/wlp");
    }

    private void checkOut(String commit) throws IOException, InterruptedException {
        git("worktree", "prune");
        if (Files.exists(tree)) {
            git("worktree", "remove", "--force", tree.toString());
        }
        git("worktree", "add", "--detach", tree.toString(), commit);
    }

    private static String git(String... arguments) throws IOException, InterruptedException {
        return run(Path.of(""), command("git", List.of(arguments)));
    }

    private static List<String> command(String program, List<String> arguments) {
        return Stream.concat(Stream.of(program), arguments.stream()).toList();
    }

    private static String run(Path directory, List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(directory.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + output);
        }
        return output;
    }
}
