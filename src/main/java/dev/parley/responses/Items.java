package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.parley.http.Json;
import java.util.List;

/** Lists of items as JSON text of ours. */
final class Items {

    private static final TypeReference<List<Item>> LIST = new TypeReference<>() {};
    private static final ObjectWriter WRITER = Json.MAPPER.writerFor(LIST);
    private static final ObjectReader READER = Json.MAPPER.readerFor(LIST);

    private Items() {}

    static String write(List<Item> items) {
        try {
            return WRITER.writeValueAsString(items);
        } catch (JsonProcessingException defect) {
            throw new IllegalStateException("Items can't be written as JSON", defect);
        }
    }

    static List<Item> read(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("Stored items can't be read", notOurs);
        }
    }
}
