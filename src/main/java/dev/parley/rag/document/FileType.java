package dev.parley.rag.document;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The files that text is read from. */
enum FileType {
    TEXT("text/plain", ".txt", ".text", ".log"),
    MARKDOWN("text/markdown", ".md", ".markdown"),
    CSV("text/csv", ".csv", ".tsv"),
    HTML("text/html", ".html", ".htm", ".xhtml"),
    PDF("application/pdf", ".pdf"),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");

    static final String KNOWN = "text, Markdown, CSV, HTML, PDF and DOCX";

    private final String mediaType;
    private final String[] endings;

    FileType(String mediaType, String... endings) {
        this.mediaType = mediaType;
        this.endings = endings;
    }

    /**
     * What a file says of itself: by its media type, or by its name where that says nothing.
     *
     * @throws Unreadable when it is of none of these
     */
    static FileType of(String contentType, String fileName) throws Unreadable {
        var type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        var name = fileName == null ? "" : fileName.toLowerCase(Locale.ROOT);
        var named = find(known -> Arrays.stream(known.endings).anyMatch(name::endsWith));
        if (type.isEmpty() || type.equals("application/octet-stream")) {
            return named.orElseThrow(() -> unknown(fileName == null ? "a file without a name" : "'" + fileName + "'"));
        }
        if (type.equals(TEXT.mediaType) && named.isPresent() && named.get().isText()) {
            return named.get();
        }
        var typed =
                find(known -> known.mediaType.equals(type) || type.equals("application/xhtml+xml") && known == HTML);
        return typed.orElseThrow(() -> unknown("the type '" + type + "'"));
    }

    boolean isText() {
        return this == TEXT || this == MARKDOWN || this == CSV;
    }

    String mediaType() {
        return mediaType;
    }

    private static Optional<FileType> find(java.util.function.Predicate<FileType> wanted) {
        return Arrays.stream(values()).filter(wanted).findFirst();
    }

    private static Unreadable unknown(String what) {
        return new Unreadable("No text is read from %s; send %s.".formatted(what, KNOWN));
    }
}
