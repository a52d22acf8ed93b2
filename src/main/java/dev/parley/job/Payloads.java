package dev.parley.job;

import com.github.kagkarlsson.scheduler.serializer.Serializer;
import dev.parley.http.Json;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What jobs are about, as JSON in their rows. */
final class Payloads implements Serializer {

    @Override
    public byte[] serialize(Object payload) {
        return payload == null ? null : Json.bytes(payload);
    }

    @Override
    public <P> P deserialize(Class<P> type, byte[] json) {
        try {
            return json == null ? null : Json.MAPPER.readValue(json, type);
        } catch (IOException defect) {
            throw new UncheckedIOException("A job's payload is no " + type.getSimpleName(), defect);
        }
    }
}
