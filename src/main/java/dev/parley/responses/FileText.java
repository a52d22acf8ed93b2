package dev.parley.responses;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The text of a file that came inside a request. Models of all providers read text; other kinds of files no common API takes. */
final class FileText {

    static final String WANTED =
            "must be a data: URL in base64 of a text file in UTF-8 (text/*, JSON, XML, YAML); other files are not read";

    private static final String BASE64 = ";base64";
    private static final Set<String> TEXTUAL =
            Set.of("application/json", "application/xml", "application/yaml", "application/x-yaml", "application/toml");

    private FileText() {}

    /** Empty when the data is not a data: URL or not text. */
    static Optional<String> of(Part file) {
        var data = file.fileData();
        int comma = data.indexOf(',');
        if (!data.startsWith("data:") || comma < 0) {
            return Optional.empty();
        }
        var header = data.substring("data:".length(), comma).toLowerCase(Locale.ROOT);
        if (!header.endsWith(BASE64) || !isText(header)) {
            return Optional.empty();
        }
        return decoded(data.substring(comma + 1)).map(text -> named(file.filename(), text));
    }

    private static boolean isText(String header) {
        int end = header.indexOf(';');
        var type = header.substring(0, end);
        return type.startsWith("text/") || TEXTUAL.contains(type) || type.endsWith("+json") || type.endsWith("+xml");
    }

    private static Optional<String> decoded(String base64) {
        try {
            var bytes = Base64.getDecoder().decode(base64);
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    private static String named(String filename, String text) {
        return filename == null ? text : filename + ":\n" + text;
    }
}
