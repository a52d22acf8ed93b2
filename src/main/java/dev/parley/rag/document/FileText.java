package dev.parley.rag.document;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaException;
import org.apache.tika.extractor.EmbeddedDocumentExtractor;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.parser.Parser;
import org.apache.tika.parser.html.JSoupParser;
import org.apache.tika.parser.microsoft.OfficeParserConfig;
import org.apache.tika.parser.microsoft.ooxml.OOXMLParser;
import org.apache.tika.parser.pdf.PDFParser;
import org.apache.tika.parser.pdf.PDFParserConfig;
import org.apache.tika.sax.SecureContentHandler;
import org.xml.sax.ContentHandler;
import org.xml.sax.SAXException;

/**
 * Reads the text of a file, in bounds: so many characters, so much time, on a thread that is left behind when that is over. Documents
 * inside a document are not read.
 */
public final class FileText {

    /**
     * What was read.
     *
     * @param table whether its lines are the rows of a table, the first one their header
     */
    public record Read(String text, boolean table) {}

    private static final System.Logger LOG = System.getLogger(FileText.class.getName());
    private static final int MOST_LEFT_BEHIND = 4;
    private static final long MOST_OF_A_ZIP_ENTRY = 256L << 20;
    private static final int MOST_COMPRESSED = 200;
    private static final int DEEPEST = 200;

    static {
        ZipSecureFile.setMaxEntrySize(MOST_OF_A_ZIP_ENTRY);
        ZipSecureFile.setMinInflateRatio(1.0 / MOST_COMPRESSED);
    }

    private final int mostCharacters;
    private final Duration time;
    private final AtomicInteger leftBehind = new AtomicInteger();

    public FileText(int mostCharacters, Duration time) {
        this.mostCharacters = mostCharacters;
        this.time = time;
    }

    /** @throws Unreadable with the reason, in words for the file's owner */
    public Read read(Path file, String contentType, String fileName) throws Unreadable {
        var type = FileType.of(contentType, fileName);
        if (leftBehind.get() >= MOST_LEFT_BEHIND) {
            throw new Unreadable("Too many files that can't be read hold this server up; try again later.");
        }
        var text = inTime(() -> type.isText() ? plain(file) : parsed(type, file));
        if (text.isBlank()) {
            throw new Unreadable(
                    "There is no text in it" + (type == FileType.PDF ? "; pictures of text are not read." : "."));
        }
        return new Read(text, type == FileType.CSV);
    }

    private String inTime(Reading reading) throws Unreadable {
        var task = new FutureTask<>(reading::read);
        var ended = new CompletableFuture<Void>();
        Thread.ofPlatform().daemon().name("file-reader").start(() -> {
            task.run();
            ended.complete(null);
        });
        try {
            return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooSlow) {
            leaveBehind(task, ended);
            throw new Unreadable(
                    "Reading it took longer than the %d seconds allowed (parley.rag.read-timeout)."
                            .formatted(time.toSeconds()),
                    tooSlow);
        } catch (ExecutionException failed) {
            throw unreadable(failed.getCause());
        } catch (InterruptedException stopping) {
            leaveBehind(task, ended);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a file was read", stopping);
        }
    }

    /** Whether files of this name are of a type that text is read from. */
    public static boolean reads(String fileName) {
        try {
            FileType.of("", fileName);
            return true;
        } catch (Unreadable ofAnotherType) {
            return false;
        }
    }

    private void leaveBehind(FutureTask<String> task, CompletableFuture<Void> ended) {
        leftBehind.incrementAndGet();
        ended.thenRun(leftBehind::decrementAndGet);
        task.cancel(true);
    }

    @FunctionalInterface
    private interface Reading {
        String read() throws Unreadable, IOException, SAXException, TikaException;
    }

    private Unreadable unreadable(Throwable cause) {
        LOG.log(System.Logger.Level.DEBUG, "A file could not be read", cause);
        if (cause instanceof Unreadable told) {
            return told;
        }
        if (cause instanceof VirtualMachineError fatal && !(cause instanceof StackOverflowError)) {
            throw fatal;
        }
        if (cause instanceof EncryptedDocumentException) {
            return new Unreadable("It is encrypted; send it without a password.", cause);
        }
        if (hasCause(cause, Layout.TooLong.class)) {
            return tooLong(cause);
        }
        if (SecureBounds.isBroken(cause)) {
            return new Unreadable("It unpacks to much more than it is, as an attack would.", cause);
        }
        return new Unreadable("It is damaged, or not of the type that it is said to be.", cause);
    }

    private Unreadable tooLong(Throwable cause) {
        return new Unreadable(
                "Its text is longer than the %d characters allowed (parley.rag.max-characters)."
                        .formatted(mostCharacters),
                cause);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (var each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private String plain(Path file) throws Unreadable, IOException {
        if (Files.size(file) > 4L * mostCharacters) {
            throw tooLong(null);
        }
        var text = PlainText.of(Files.readAllBytes(file));
        if (text.length() > mostCharacters) {
            throw tooLong(null);
        }
        return text;
    }

    private String parsed(FileType type, Path file) throws IOException, SAXException, TikaException {
        var layout = new Layout(mostCharacters);
        var metadata = new Metadata();
        metadata.set(Metadata.CONTENT_TYPE, type.mediaType());
        try (var in = TikaInputStream.get(file)) {
            var bounded = new SecureContentHandler(layout, in);
            bounded.setMaximumCompressionRatio(MOST_COMPRESSED);
            bounded.setMaximumDepth(DEEPEST);
            parser(type).parse(in, bounded, metadata, context());
        }
        return layout.text();
    }

    private static Parser parser(FileType type) {
        return switch (type) {
            case PDF -> new PDFParser();
            case DOCX -> new OOXMLParser();
            case HTML -> new JSoupParser();
            case TEXT, MARKDOWN, CSV -> throw new IllegalArgumentException(type + " needs no parser");
        };
    }

    private static ParseContext context() {
        var context = new ParseContext();
        context.set(EmbeddedDocumentExtractor.class, new NothingInside());
        var pdf = new PDFParserConfig();
        pdf.setOcrStrategy(PDFParserConfig.OCR_STRATEGY.NO_OCR);
        pdf.setExtractInlineImages(false);
        pdf.setExtractAcroFormContent(true);
        pdf.setSortByPosition(false);
        context.set(PDFParserConfig.class, pdf);
        var office = new OfficeParserConfig();
        office.setUseSAXDocxExtractor(true);
        office.setExtractMacros(false);
        context.set(OfficeParserConfig.class, office);
        return context;
    }

    /** Leaves documents inside documents alone. */
    private static final class NothingInside implements EmbeddedDocumentExtractor {
        @Override
        public boolean shouldParseEmbedded(Metadata metadata) {
            return false;
        }

        @Override
        public void parseEmbedded(InputStream in, ContentHandler handler, Metadata metadata, boolean outputHtml) {
            // not read
        }
    }
}
