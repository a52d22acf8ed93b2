package dev.parley.rag.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of all kinds, good and bad. */
class FileTextTest {

    private static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private final FileText files = new FileText(100_000, Duration.ofSeconds(20));

    @TempDir
    Path folder;

    @Test
    void readsPdf() throws Unreadable {
        assertThat(read("application/pdf", "a.pdf", Files.pdf("The tower is twelve metres high.", null)))
                .contains("The tower is twelve metres high.");
    }

    @Test
    void readsDocxWithItsHeadings() throws Unreadable {
        assertThat(read(DOCX, "a.docx", Files.docx("Towers", "Twelve metres high.")))
                .isEqualTo("# Towers\n\nTwelve metres high.");
    }

    @Test
    void readsHtmlWithItsHeadingsAndTablesAndWithoutItsScripts() throws Unreadable {
        var html =
                "<html><head><title>t</title><script>alert('evil')</script><style>p{}</style></head><body><h2>Leave</h2>"
                        + "<p>Thirty <b>days</b>.</p><ul><li>one</li><li>two</li></ul>"
                        + "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table><noscript>evil</noscript>"
                        + "<template><p>evil</p></template><section onload=\"evil()\">End</section></body></html>";

        assertThat(read("text/html", null, html))
                .isEqualTo("## Leave\n\nThirty days.\n\n- one\n- two\n\na | b\n1 | 2\n\nEnd");
    }

    @Test
    void readsTextInTheEncodingItHas() throws Unreadable {
        assertThat(read("text/plain", null, "hällo 🌍")).isEqualTo("hällo 🌍");
        assertThat(read("text/plain", null, "h\u00e4llo".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("hällo");
        assertThat(read("text/plain", null, "\ufeffhällo".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("hällo");
    }

    @Test
    void knowsAFileByItsNameWhereItsTypeSaysNothing() throws Unreadable {
        assertThat(read("application/octet-stream", "A.PDF", Files.pdf("hello", null)))
                .contains("hello");
        assertThat(files.read(file("a,b\n1,2".getBytes(StandardCharsets.UTF_8)), "text/plain", "a.csv")
                        .table())
                .isTrue();
    }

    @Test
    void saysWhyAFileCantBeRead() {
        var noise = new byte[4_000];
        new Random(1).nextBytes(noise);

        assertThat(reason("application/pdf", "a.pdf", Files.pdf("secret", "password")))
                .contains("encrypted");
        assertThat(reason("text/plain", "a.txt", noise)).contains("is called a text and is none");
        assertThat(reason("application/pdf", "a.pdf", noise)).contains("damaged");
        assertThat(reason(DOCX, "a.docx", noise)).contains("damaged");
        assertThat(reason(DOCX, "a.docx", Files.pdf("hello", null))).contains("damaged");
        assertThat(reason("image/png", "a.png", noise)).contains("image/png").contains("PDF");
        assertThat(reason("", null, noise)).contains("without a name");
        assertThat(reason("text/plain", "a.txt", " \n ".getBytes(StandardCharsets.UTF_8)))
                .contains("no text");
        assertThat(reason("text/plain", "a.txt", "x".repeat(100_001).getBytes(StandardCharsets.UTF_8)))
                .contains("100000 characters");
        assertThat(reason("text/html", "a.html", ("<p>" + "word ".repeat(50_000)).getBytes(StandardCharsets.UTF_8)))
                .contains("100000 characters");
    }

    @Test
    void aZipBombIsBounded() {
        long begun = System.nanoTime();

        assertThat(reason(DOCX, "a.docx", Files.bomb(40))).contains("unpacks to much more");
        assertThat(reason(DOCX, "a.docx", Files.bomb(70))).contains("unpacks to much more");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void deepNestingEnds() {
        assertThat(reason("text/html", "a.html", "<div>".repeat(50_000).getBytes(StandardCharsets.UTF_8)))
                .isNotBlank();
    }

    @Test
    void loadsNothingThatAFileNames() {
        var html =
                "<!DOCTYPE html [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><p>&x; hello</p><img src=\"http://127.0.0.1:1/\">";

        assertThat(text("text/html", html)).contains("hello").doesNotContain("root:");
    }

    private String text(String type, String text) {
        try {
            return read(type, null, text);
        } catch (Unreadable unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private String read(String type, String name, String text) throws Unreadable {
        return read(type, name, text.getBytes(StandardCharsets.UTF_8));
    }

    private String read(String type, String name, byte[] bytes) throws Unreadable {
        return files.read(file(bytes), type, name).text();
    }

    private String reason(String type, String name, byte[] bytes) {
        try {
            return "read: " + read(type, name, bytes);
        } catch (Unreadable reason) {
            return reason.getMessage();
        }
    }

    private Path file(byte[] bytes) {
        try {
            return java.nio.file.Files.write(folder.resolve("file"), bytes);
        } catch (IOException disk) {
            throw new UncheckedIOException(disk);
        }
    }
}
