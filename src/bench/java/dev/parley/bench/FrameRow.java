package dev.parley.bench;

import java.io.IOException;
import java.util.List;

/** Server CPU per frame that carries a token through a WebSocket, with the load of {@link TokenRow}. */
final class FrameRow extends CpuRow {
    private static final Script SCRIPT = Script.paced(100, 10);

    private final int streams;

    FrameRow(int streams) {
        super(
                "server CPU per streamed frame of /v1/responses, WebSocket, µs",
                streams + " answers, on 100 sockets at once, of 100 tokens 10 ms apart");
        this.streams = streams;
    }

    @Override
    List<StreamExchange> load(Subject subject) throws IOException {
        return subject.framed(SCRIPT, 100, streams);
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
