package dev.parley.rag.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.tika.exception.EncryptedDocumentException;

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

    private final int mostCharacters;
    private final TimedReading readings;

    public FileText(int mostCharacters, Duration time) {
        this.mostCharacters = mostCharacters;
        this.readings = new TimedReading(time);
    }

    /** @throws Unreadable with the reason, in words for the file's owner */
    public Read read(Path file, String contentType, String fileName) throws Unreadable {
        var type = FileType.of(contentType, fileName);
        var text = text(file, type);
        if (text.isBlank()) {
            throw new Unreadable(
                    "There is no text in it" + (type == FileType.PDF ? "; pictures of text are not read." : "."));
        }
        return new Read(text, type == FileType.CSV);
    }

    private String text(Path file, FileType type) throws Unreadable {
        try {
            return readings.read(() -> type.isText() ? plain(file) : ParsedText.of(file, type, mostCharacters));
        } catch (ExecutionException failed) {
            throw unreadable(failed.getCause());
        }
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
    /** Whether files of this name are of a type that text is read from. */
    public static boolean reads(String fileName) {
        try {
            FileType.of("", fileName);
            return true;
        } catch (Unreadable ofAnotherType) {
            return false;
        }
    }
}
