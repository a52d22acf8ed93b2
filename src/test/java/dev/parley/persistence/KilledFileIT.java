package dev.parley.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it writes. Without {@link WriteGate} one in 20 to 60 kills leaves half a transaction in the file, or a row
 * that nobody can change any more.
 */
@Tag("long")
class KilledFileIT {

    private static final int KILLS = 80;

    @TempDir
    Path folder;

    @Test
    void everyTransactionIsInTheFileWholeOrNotAtAll() throws Exception {
        var chance = new Random(1);
        for (int kill = 0; kill < KILLS; kill++) {
            var victim = start();
            try (var says = victim.inputReader()) {
                assertThat(says.readLine()).as("after %d kills", kill).isEqualTo(KilledFileVictim.SOUND);
                writeFor(150 + chance.nextInt(400), victim, says);
            }
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledFileVictim.class.getName(),
                        folder.resolve("db").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** From its first hundred transactions on. */
    private static void writeFor(int millis, Process victim, BufferedReader says) throws Exception {
        assertThat(says.readLine()).isEqualTo(KilledFileVictim.WRITING);
        victim.waitFor(millis, TimeUnit.MILLISECONDS);
        victim.destroyForcibly().waitFor();
    }
}
