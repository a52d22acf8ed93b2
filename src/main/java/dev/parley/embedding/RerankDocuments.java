package dev.parley.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code documents}, each a text or an object with a {@code text}. */
final class RerankDocuments {

    private RerankDocuments() {}

    /** @throws ApiException {@code INVALID_REQUEST}, naming the document */
    static List<String> read(List<JsonNode> documents, int most) {
        if (documents.size() > most) {
            throw wrong("documents", "must be at most " + most + " and are " + documents.size());
        }
        var texts = new ArrayList<String>(documents.size());
        for (int i = 0; i < documents.size(); i++) {
            texts.add(text("documents[" + i + "]", documents.get(i)));
        }
        return texts;
    }

    private static String text(String at, JsonNode document) {
        if (document.isObject()) {
            return text(at + ".text", document.path("text").isObject() ? NullNode.instance : document.path("text"));
        }
        if (!document.isTextual() || document.textValue().isBlank()) {
            throw wrong(at, "must be a text that is not empty");
        }
        return document.textValue();
    }

    private static ApiException wrong(String field, String what) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST, field + " " + what + ".", List.of(new FieldError(field, what)));
    }
}
