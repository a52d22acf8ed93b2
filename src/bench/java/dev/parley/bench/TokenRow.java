package dev.parley.bench;

import java.io.IOException;
import java.util.List;

/** Server CPU per streamed token, at the pace of a real model. */
final class TokenRow extends CpuRow {
    private static final Script SCRIPT = Script.paced(100, 10);

    private final Door door;
    private final int streams;

    TokenRow(Door door, int streams) {
        super(
                "server CPU per streamed token of " + door.path() + ", µs",
                streams + " streams, 100 at once, of 100 tokens 10 ms apart");
        this.door = door;
        this.streams = streams;
    }

    @Override
    List<StreamExchange> load(Subject subject) throws IOException {
        return subject.streams(SCRIPT, door, 100, streams);
    }

    @Override
    int unitsPerAnswer() {
        return SCRIPT.tokens();
    }

    @Override
    double inUnitOfTheRow(double micros) {
        return micros;
    }
}
