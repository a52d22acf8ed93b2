package dev.parley.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    private static List<String> read(byte[] bytes, int longest) throws IOException {
        var lines = new Lines(new ByteArrayInputStream(bytes), longest);
        var read = new ArrayList<String>();
        for (String line; (line = lines.next()) != null; ) {
            read.add(lines.number() + " " + line);
        }
        return read;
    }

    private static List<String> read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), 1_000_000);
    }

    @Test
    void numbersLinesAndLeavesBlankOnesOut() throws IOException {
        assertThat(read("a\n\n b \r\n\t\nc")).containsExactly("1 a", "3 b", "5 c");
        assertThat(read("")).isEmpty();
        assertThat(read("a\n")).containsExactly("1 a");
    }

    @Test
    void readsLinesThatAreLongerThanItsBufferAndLettersThatCrossIt() throws IOException {
        var wide = "ü".repeat(100_001);

        assertThat(read("x" + wide + "\n" + wide)).containsExactly("1 x" + wide, "2 " + wide);
    }

    @Test
    void takesAByteOrderMarkOfUtf8() throws IOException {
        assertThat(read("\uFEFF{}\n\uFEFFx")).containsExactly("1 {}", "2 \uFEFFx");
    }

    @Test
    void refusesWhatIsNotUtf8NamingTheLine() {
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1)) {
            assertThatExceptionOfType(ApiException.class)
                    .isThrownBy(() -> read("{\"a\":\"ü\"}".getBytes(charset), 1_000))
                    .withMessageContaining("Line 1 is not UTF-8");
        }
    }

    @Test
    void refusesALineThatIsTooLong() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(("ok\n" + "x".repeat(101)).getBytes(StandardCharsets.UTF_8), 100))
                .withMessageContaining("Line 2 is longer than the 100 bytes")
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE));
    }
}
