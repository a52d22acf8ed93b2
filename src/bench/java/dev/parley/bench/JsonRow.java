package dev.parley.bench;

import java.io.IOException;
import java.util.List;

/** Server CPU per JSON request, with an upstream that answers at once. */
final class JsonRow extends CpuRow {
    private static final Script SCRIPT = Script.paced(20, 0);

    private final int requests;

    JsonRow(int requests) {
        super("server CPU per JSON request, ms", requests + " requests, 16 at once, answers of 20 tokens");
        this.requests = requests;
    }

    @Override
    List<JsonExchange> load(Subject subject) throws IOException {
        return subject.answers(SCRIPT, 16, requests);
    }

    @Override
    int unitsPerAnswer() {
        return 1;
    }

    @Override
    double inUnitOfTheRow(double micros) {
        return micros / 1_000;
    }
}
