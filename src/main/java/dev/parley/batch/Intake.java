package dev.parley.batch;

import dev.parley.generation.Models;
import dev.parley.governance.Caller;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes the lines of a new batch in: checks each, writes them down in chunks, and at the end tells all that was wrong. Memory holds one chunk and
 * the ids.
 */
final class Intake {

    /** So that a chunk is claimed rarely and a server that dies holds up little. */
    private static final int CHUNK_ITEMS = 100;

    private static final int CHUNK_CHARACTERS = 256 << 10;
    private static final int MOST_FAULTS = 100;

    /** Where chunks go. */
    @FunctionalInterface
    interface Shelf {
        void put(long number, long firstItem, int count, String body);
    }

    private final Models models;
    private final ItemDialect dialect;
    private final Batch batch;
    private final Caller caller;
    private final int most;
    private final Consumer<Item> each;
    private final Shelf shelf;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Optional<ApiException>> refusals = new HashMap<>();
    private final List<FieldError> faults = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private long wrong;
    private long chunks;
    private long total;
    private long written;
    private int inChunk;

    /**
     * @param most items
     * @param each gets every item that is right
     */
    Intake(Models models, ItemDialect dialect, Batch batch, Caller caller, int most, Consumer<Item> each, Shelf shelf) {
        this.each = each;
        this.shelf = shelf;
        this.models = models;
        this.dialect = dialect;
        this.batch = batch;
        this.caller = caller;
        this.most = most;
    }

    /**
     * Takes one line in.
     *
     * @param where how faults name it: {@code line 17}
     * @throws ApiException {@code PAYLOAD_TOO_LARGE} for more lines than are allowed; {@code STORE_UNAVAILABLE}
     */
    void take(String where, String line) {
        try {
            check(line);
        } catch (ApiException wrongLine) {
            if (wrongLine.code() == ErrorCode.STORE_UNAVAILABLE) {
                throw wrongLine;
            }
            fault(where, wrongLine);
        }
        if (wrong == 0) {
            add(line);
        }
        if (++total > most) {
            throw new ApiException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "A batch may have %d items; send several.".formatted(most));
        }
    }

    private void check(String line) {
        var item = dialect.read(line, batch);
        if (!ids.add(item.id())) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "The id is another's.",
                    List.of(new FieldError("id", "is that of an earlier item too")));
        }
        var model = item.question().model();
        var refusal = refusals.computeIfAbsent(String.valueOf(model), name -> refusal(model));
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        each.accept(item);
    }

    private Optional<ApiException> refusal(String model) {
        try {
            models.demand(model, caller);
            return Optional.empty();
        } catch (ApiException refused) {
            return Optional.of(refused);
        }
    }

    private void fault(String where, ApiException wrongLine) {
        wrong++;
        if (faults.size() >= MOST_FAULTS) {
            return;
        }
        if (wrongLine.fields().isEmpty()) {
            faults.add(new FieldError(where, wrongLine.detail()));
        }
        wrongLine.fields().forEach(field -> faults.add(new FieldError(where + ": " + field.field(), field.message())));
    }

    private void add(String line) {
        body.append(inChunk == 0 ? "" : "\n").append(line);
        inChunk++;
        if (inChunk == CHUNK_ITEMS || body.length() >= CHUNK_CHARACTERS) {
            write();
        }
    }

    private void write() {
        shelf.put(chunks++, written, inChunk, body.toString());
        written += inChunk;
        body.setLength(0);
        inChunk = 0;
    }

    /**
     * How many items there are, all of them right and written down.
     *
     * @throws ApiException {@code INVALID_REQUEST} with what is wrong, the first hundred faults
     */
    long finish() {
        if (wrong > 0) {
            throw new ApiException(
                    ErrorCode.INVALID_REQUEST,
                    "%d of %d items are wrong; none was begun.".formatted(wrong, total),
                    List.copyOf(faults));
        }
        if (total == 0) {
            throw new ApiException(ErrorCode.INVALID_REQUEST, "A batch needs one item at least.");
        }
        if (inChunk > 0) {
            write();
        }
        return total;
    }
}
