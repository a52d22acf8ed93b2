package dev.parley.responses;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.agent.AgentRoom;
import dev.parley.event.Announcements;
import dev.parley.http.Json;
import dev.parley.llm.Delta;
import dev.parley.persistence.WriteGate;
import dev.parley.platform.Settings;
import dev.parley.provider.FakeProvider;
import dev.parley.run.Run;
import dev.parley.run.ScriptedRuns;
import dev.parley.schema.Schemas;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The room's beans put together by hand, at a moment of 2026, for the caller {@code me}. */
final class Room {

    static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");
    static final String ME = "me";

    final FakeTable table = new FakeTable();
    final Archive archive = new Archive();
    final Exchanges exchanges = new Exchanges();
    final AgentRoom agents = new AgentRoom();
    private final LiveResponses live = new LiveResponses();
    private final Map<String, String> settings;

    Room() {
        this(Map.of());
    }

    Room(Map<String, String> settings) {
        this.settings = settings;
        archive.gate = new WriteGate();
        at(NOW);
        exchanges.archive = archive;
        exchanges.live = live;
        exchanges.agents = agents.agents();
        exchanges.openCalls = new OpenCalls();
        exchanges.openCalls.approvals = agents.approvals();
        exchanges.interruptions = new Interruptions() {
            @Override
            StoredResponse settled(StoredResponse row) {
                return row;
            }
        };
        exchanges.schemas = new Schemas();
        exchanges.settings = Settings.of(settings);
        exchanges.configure();
    }

    /** Turns the clock. */
    void at(Instant moment) {
        archive.table = table;
        archive.settings = Settings.of(settings);
        archive.clock = Clock.fixed(moment, ZoneOffset.UTC);
        archive.announcer = new ResponseAnnouncer();
        archive.announcer.announcements = new Announcements();
        archive.configure();
        exchanges.clock = archive.clock;
    }

    Exchange accept(String body) {
        return exchanges.accept(request(body), ME);
    }

    /** Accepts a request, has it answered with {@code deltas}, and stores it as the door does. */
    Finished answer(String body, Delta... deltas) {
        var exchange = accept(body);
        archive.begin(exchange);
        var run = run(deltas);
        var finished = Finished.of(exchange, run, run.journal().outcome());
        archive.end(exchange, finished, 0);
        return finished;
    }

    static ResponseRequest request(String body) {
        try {
            return Json.MAPPER.readValue(body, ResponseRequest.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }

    /** A run that has put out {@code deltas} and ended as they say. */
    static Run run(Delta... deltas) {
        return ended(new FakeProvider("fake").answers(deltas));
    }

    /** A run that has followed {@code provider} to its end. */
    static Run ended(FakeProvider provider) {
        var run = ScriptedRuns.of("run_1", provider);
        run.run();
        return run;
    }

    /** The JSON of all events from the one after {@code after} on. The last line must be the end mark, and names must be types. */
    static List<JsonNode> events(Exchange exchange, Run run, int after) {
        var events = new ResponseEvents(exchange, run, after);
        var texts = new ArrayList<String>();
        for (int i = 0; !events.endBefore(i); i++) {
            var event = events.at(i);
            if (event == null) {
                break;
            }
            texts.add(new String(event, StandardCharsets.UTF_8));
        }
        if (!texts.removeLast().equals("data: [DONE]\n\n")) {
            throw new AssertionError("The last event is not the end mark");
        }
        return texts.stream().map(Room::event).toList();
    }

    private static JsonNode event(String text) {
        var lines = text.split("\n", -1);
        var json = json(lines[1].substring("data: ".length()));
        if (!lines[0].equals("event: " + json.path("type").asText()) || !text.endsWith("}\n\n")) {
            throw new AssertionError(text);
        }
        return json;
    }

    static JsonNode json(Object value) {
        return json(Json.text(value));
    }

    static JsonNode json(String text) {
        try {
            return Json.MAPPER.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(text, malformed);
        }
    }
}
