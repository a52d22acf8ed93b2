package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.http.Json;
import dev.parley.persistence.WriteGate;
import dev.parley.platform.Settings;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import jakarta.annotation.PostConstruct;
import jakarta.data.exceptions.DataException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps responses in the database. One whose row says that it is under way, but which no run of this server works at, was cut off by
 * the end of the process: it is shown as failed, {@code interrupted}.
 */
@ApplicationScoped
class Archive {

    private static final System.Logger LOG = System.getLogger(Archive.class.getName());

    /** No run of any server lives this long; what is still under way by then has lost its server. */
    private static final Duration LONGEST_RUN = Duration.ofDays(1);

    @Inject
    Settings settings;

    @Inject
    StoredResponses table;

    @Inject
    WriteGate gate;

    @Inject
    Clock clock;

    @Inject
    ResponseAnnouncer announcer;

    private ResponseSettings rules;

    @PostConstruct
    void configure() {
        rules = ResponseSettings.read(settings);
    }

    /**
     * Has the table be there before the application has started. Liberty makes a repository when it is first used, and where that is in
     * the background while the application stops again, it fails with an error in the log (CWWKD1095E).
     */
    void open() {
        asked(() -> table.find("", "", 0));
    }

    /** Writes that a response is about to begin. Nothing is paid for one that can't be kept as its caller asked. */
    void begin(Exchange exchange) {
        var row = row(exchange);
        changed(() -> {
            table.insert(row);
            return row;
        });
    }

    /** Writes how it ended. A failure is only logged: the caller has paid, and gets the answer. */
    void end(Exchange exchange, Finished finished, long spent) {
        end(exchange, finished, Json.text(finished.wire()), finished.remembered(), spent);
    }

    /** @param remembered what a next request builds upon, after the conversation until then */
    void end(Exchange exchange, Finished finished, String body, List<Item> remembered, long spent) {
        var conversation = OpenCalls.closed(exchange.conversation(), remembered);
        conversation.addAll(remembered);
        try {
            end(exchange.id(), finished.standing().status(), body, Items.write(conversation), spent);
            announcer.ended(exchange.id(), exchange.owner(), finished);
        } catch (DataException failure) {
            LOG.log(System.Logger.Level.ERROR, "The response " + exchange.id() + " could not be stored", failure);
        }
    }

    private void end(String id, String status, String body, String conversation, long spent) {
        try (var entry = gate.enter()) {
            table.end(id, status, body, conversation, spent);
        }
    }

    Optional<StoredResponse> find(String id, String owner) {
        return asked(() -> table.find(id, owner, clock.millis()));
    }

    boolean remove(String id, String owner) {
        return changed(() -> table.remove(id, owner)) > 0;
    }

    void removeExpired() {
        changed(() -> table.removeExpired(clock.millis()));
    }

    /** Whether a row that says {@code in_progress} tells of a run that no longer is; to be asked when it isn't live here. */
    boolean isInterrupted(StoredResponse row) {
        return row.status.equals(Item.IN_PROGRESS)
                && (row.node.equals(rules.node()) || row.createdAt < clock.millis() - LONGEST_RUN.toMillis());
    }

    /** The response object of a row that isn't live here. */
    ObjectNode body(StoredResponse row) {
        var body = (ObjectNode) json(row.body);
        if (isInterrupted(row)) {
            body.put("status", Standing.FAILED)
                    .putObject("error")
                    .put("code", "interrupted")
                    .put("message", "The server stopped while the model was answering.");
        }
        return body;
    }

    /** The items of the request, as a JSON list. */
    JsonNode input(StoredResponse row) {
        return json(row.inputItems);
    }

    static JsonNode json(String stored) {
        try {
            return Json.MAPPER.readTree(stored);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("A stored response can't be read", notOurs);
        }
    }

    private StoredResponse row(Exchange exchange) {
        var row = new StoredResponse();
        row.id = exchange.id();
        row.owner = exchange.owner();
        row.node = rules.node();
        row.status = Item.IN_PROGRESS;
        row.createdAt = exchange.createdAt();
        row.expiresAt = exchange.createdAt() + rules.keep().toMillis();
        row.body = Json.text(ResponseWire.of(exchange, exchange.modelAsked(), Standing.IN_PROGRESS, List.of()));
        row.request = Json.text(exchange.request());
        row.spent = exchange.continued().spent();
        row.inputItems = Items.write(exchange.input());
        row.conversation = Items.write(exchange.conversation());
        return row;
    }

    private <T> T changed(Supplier<T> statement) {
        try (var entry = gate.enter()) {
            return asked(statement);
        }
    }

    private static <T> T asked(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (DataException failure) {
            LOG.log(System.Logger.Level.ERROR, "The database failed", failure);
            throw new ApiException(
                    ErrorCode.STORE_UNAVAILABLE, "Stored responses can't be reached now; try again later.");
        }
    }
}
