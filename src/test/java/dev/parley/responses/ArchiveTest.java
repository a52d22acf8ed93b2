package dev.parley.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.llm.Delta.End;
import dev.parley.llm.Delta.TextDelta;
import dev.parley.llm.FinishReason;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveTest {

    private static final String HELLO = """
            {"model": "fake/m", "input": "hello", "metadata": {"a": "b"}, "truncation": "auto",
             "tools": [{"type": "function", "name": "time"}],
             "text": {"format": {"type": "json_schema", "name": "n", "schema": {"type": "object"}}},
             "reasoning": {"effort": "low"}}""";

    private final Room room = new Room(Map.of("parley.responses.keep", "30d"));

    @Test
    void whatIsStoredIsTheResponseThatWasSent() {
        var finished = room.answer(HELLO, new TextDelta("Hi"), new End(FinishReason.STOP));

        var row = room.archive.find(finished.wire().id(), Room.ME).orElseThrow();

        assertThat(row.status).isEqualTo("completed");
        assertThat(OpenResponses.response(room.archive.body(row))).isEqualTo(Room.json(finished.wire()));
    }

    @Test
    void aResponseEchoesItsRequest() {
        var wire = Room.json(room.answer(HELLO, new TextDelta("Hi"), new End(FinishReason.STOP))
                .wire());

        assertThat(wire.at("/metadata/a").asText()).isEqualTo("b");
        assertThat(wire.path("truncation").asText()).isEqualTo("auto");
        assertThat(wire.at("/tools/0/parameters").isNull()).isTrue();
        assertThat(wire.at("/text/format/name").asText()).isEqualTo("n");
        assertThat(wire.at("/reasoning/effort").asText()).isEqualTo("low");
        assertThat(wire.path("store").asBoolean()).isTrue();
        assertThat(wire.path("created_at").asLong()).isEqualTo(Room.NOW.getEpochSecond());
    }

    @Test
    void aResponseWhoseServerStoppedIsInterrupted() {
        var exchange = room.accept(HELLO);
        room.archive.begin(exchange);

        var row = room.archive.find(exchange.id(), Room.ME).orElseThrow();
        var body = OpenResponses.response(room.archive.body(row));

        assertThat(body.path("status").asText()).isEqualTo("failed");
        assertThat(body.at("/error/code").asText()).isEqualTo("interrupted");
    }

    @Test
    void aResponseOfAnotherServerIsLeftToIt() {
        var exchange = room.accept(HELLO);
        room.archive.begin(exchange);
        var row = room.table.rows.get(exchange.id());
        row.node = "another";

        assertThat(room.archive.body(row).path("status").asText()).isEqualTo("in_progress");
        room.at(Room.NOW.plus(Duration.ofDays(2)));
        assertThat(room.archive.body(row).path("status").asText()).isEqualTo("failed");
    }

    @Test
    void whatHasExpiredIsGoneAndIsRemoved() {
        var id = room.answer(HELLO, new End(FinishReason.STOP)).wire().id();

        room.at(Room.NOW.plus(Duration.ofDays(30)).minusMillis(1));
        room.archive.removeExpired();
        assertThat(room.archive.find(id, Room.ME)).isPresent();

        room.at(Room.NOW.plus(Duration.ofDays(30)));
        assertThat(room.archive.find(id, Room.ME)).isEmpty();
        room.archive.removeExpired();
        assertThat(room.table.rows).isEmpty();
    }

    @Test
    void whatWasDeletedWhileItRanStaysDeleted() {
        var exchange = room.accept(HELLO);
        room.archive.begin(exchange);
        var run = Room.run(new TextDelta("Hi"), new End(FinishReason.STOP));

        assertThat(room.archive.remove(exchange.id(), "somebody else")).isFalse();
        assertThat(room.archive.remove(exchange.id(), Room.ME)).isTrue();
        room.archive.end(exchange, Finished.of(exchange, run, run.journal().outcome()), 0);

        assertThat(room.table.rows).isEmpty();
    }

    @Test
    void nothingBeginsWhileTheDatabaseIsDown() {
        room.table.down = true;

        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> room.archive.begin(room.accept(HELLO)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE));
    }

    @Test
    void inputItemsAreValidItemsInPages() {
        var exchange = room.accept("""
                {"input": [{"role": "user", "content": "one", "id": "a"},
                           {"role": "user", "content": [{"type": "input_image", "image_url": "https://x"}], "id": "b"},
                           {"type": "function_call", "call_id": "1", "name": "f", "arguments": "{}", "id": "c"},
                           {"type": "function_call_output", "call_id": "1", "output": "x", "id": "d"}]}""");
        room.archive.begin(exchange);
        var items = room.archive.input(room.table.rows.get(exchange.id()));

        items.forEach(OpenResponses::item);
        var newest = ItemPage.of(items, "3", null, null);
        assertThat(newest.data()).extracting(item -> item.path("id").asText()).containsExactly("d", "c", "b");
        assertThat(newest.hasMore()).isTrue();
        var rest = ItemPage.of(items, "3", "desc", newest.lastId());
        assertThat(rest.data()).extracting(item -> item.path("id").asText()).containsExactly("a");
        assertThat(rest.hasMore()).isFalse();
        assertThat(ItemPage.of(items, null, "asc", null).firstId()).isEqualTo("a");
    }

    @Test
    void wrongPagesAreRefusedByTheirNames() {
        var none = Room.json("[]");

        refused("limit", () -> ItemPage.of(none, "0", null, null));
        refused("limit", () -> ItemPage.of(none, "x", null, null));
        refused("order", () -> ItemPage.of(none, null, "up", null));
        refused("after", () -> ItemPage.of(none, null, null, "nope"));
    }

    private static void refused(String param, Runnable request) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(request::run)
                .satisfies(refused ->
                        assertThat(refused.fields().getFirst().field()).isEqualTo(param));
    }
}
