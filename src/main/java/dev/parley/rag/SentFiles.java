package dev.parley.rag;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.governance.Caller;
import dev.parley.http.Json;
import dev.parley.rag.document.Document;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import jakarta.ws.rs.core.EntityPart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Documents as they are sent: a file among the parts of a form, or content in JSON. */
@ApplicationScoped
class SentFiles {

    private static final String FILE = "file";
    private static final int LONGEST_FIELD = 64 << 10;

    @Inject
    Documents documents;

    @Inject
    Validator validator;

    Document add(DocumentRequest request, Caller by) {
        if ((request.content() == null) == (request.contentBase64() == null)) {
            throw DocumentRequest.bad("content", "or content_base64 must be there, and not both");
        }
        var bytes = request.content() == null
                ? request.contentBase64()
                : request.content().getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            throw DocumentRequest.bad(request.content() == null ? "content_base64" : "content", "must not be empty");
        }
        if (request.content() == null && request.contentType() == null) {
            throw DocumentRequest.bad("content_type", "must say what content_base64 is");
        }
        var type = request.contentType() == null ? "text/plain" : request.contentType();
        return documents.add(sent(request, type, null), new ByteArrayInputStream(bytes), by);
    }

    Document add(List<EntityPart> parts, Caller by) {
        var fields = new HashMap<String, String>();
        EntityPart file = null;
        for (var part : parts) {
            if (FILE.equals(part.getName())) {
                if (file != null) {
                    throw DocumentRequest.bad(FILE, "must be there once");
                }
                file = part;
            } else {
                fields.put(part.getName(), text(part));
            }
        }
        if (file == null) {
            throw DocumentRequest.bad(FILE, "must be there: a part of the form with the document");
        }
        return add(request(fields), file, by);
    }

    private Document add(DocumentRequest request, EntityPart file, Caller by) {
        var type = request.contentType() != null ? request.contentType() : mediaType(file);
        try (var content = new java.io.BufferedInputStream(file.getContent())) {
            content.mark(1);
            if (content.read() < 0) {
                throw DocumentRequest.bad(FILE, "must not be empty");
            }
            content.reset();
            return documents.add(sent(request, type, name(file)), content, by);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Its last part, whatever path stands before it: a name is a text to show, and no place. */
    private static String name(EntityPart file) {
        var name = file.getFileName().orElse("").replace('\\', '/').replace('\0', ' ');
        var last = name.substring(name.lastIndexOf('/') + 1).strip();
        return last.isEmpty() ? null : last;
    }

    private static String mediaType(EntityPart file) {
        var type = file.getMediaType();
        return type == null ? "" : type.getType() + "/" + type.getSubtype();
    }

    private DocumentRequest request(Map<String, String> fields) {
        var request = new DocumentRequest(
                fields.get("id"),
                fields.get("collection"),
                fields.get("title"),
                fields.get("source"),
                metadata(fields.get("metadata")),
                null,
                null,
                fields.get("content_type"));
        var violations = validator.validate(request);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        return request;
    }

    private static ObjectNode metadata(String json) {
        if (json == null) {
            return null;
        }
        try {
            if (Json.MAPPER.readTree(json) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            // told below
        }
        throw DocumentRequest.bad("metadata", "must be a JSON object");
    }

    private static String text(EntityPart part) {
        try (InputStream content = part.getContent()) {
            var bytes = content.readNBytes(LONGEST_FIELD + 1);
            if (bytes.length > LONGEST_FIELD) {
                throw DocumentRequest.bad(part.getName(), "must be at most %d bytes".formatted(LONGEST_FIELD));
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static Documents.Sent sent(DocumentRequest request, String type, String fileName) {
        return new Documents.Sent(
                request.id(),
                request.collection(),
                request.title(),
                request.source(),
                request.metadataText(),
                type,
                fileName,
                null);
    }
}
