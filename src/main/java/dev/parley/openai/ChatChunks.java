package dev.parley.openai;

import dev.parley.http.Json;
import dev.parley.problem.ApiException;
import dev.parley.run.Events;
import dev.parley.run.Run;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The stream of a chat completion: the chunks of its choices as they come, then the usage if it was asked for, then {@code [DONE]}. A
 * failure is one event with the error, after which the connection is cut. The events are handed out once and in order.
 */
final class ChatChunks implements Events<byte[]> {

    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.US_ASCII);

    private final List<Run> runs;
    private final ChoiceChunks[] choices;
    private final ChunkHead head;
    private int turn;
    private boolean usageDue;
    private boolean over;
    private boolean broken;

    ChatChunks(List<Run> runs, ChunkHead head) {
        this.runs = runs;
        this.head = head;
        this.usageDue = head.withUsage();
        this.choices = IntStream.range(0, runs.size())
                .mapToObj(index -> new ChoiceChunks(runs.get(index), index, head))
                .toArray(ChoiceChunks[]::new);
    }

    @Override
    public byte[] at(int number) {
        if (over) {
            return null;
        }
        for (int i = 0; i < choices.length; i++) {
            var chunk = choices[turn].next();
            turn = (turn + 1) % choices.length;
            if (chunk != null) {
                return chunk;
            }
        }
        return ending();
    }

    private byte[] ending() {
        boolean whole = true;
        for (var choice : choices) {
            if (choice.failure() != null) {
                return error(choice.failure());
            }
            whole &= choice.usage() != null;
        }
        if (!whole) {
            return null;
        }
        if (usageDue) {
            usageDue = false;
            return usage();
        }
        over = true;
        return DONE;
    }

    private byte[] error(ApiException failure) {
        over = true;
        broken = true;
        return ("data: " + Json.text(ErrorWire.of(failure)) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private byte[] usage() {
        var sum =
                UsageWire.of(List.of(choices).stream().map(ChoiceChunks::usage).toList());
        return head.usage(runs.getFirst().model(), Json.text(sum)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean endBefore(int number) {
        return over;
    }

    @Override
    public boolean endsBroken() {
        return broken;
    }

    @Override
    public byte[] ping() {
        return PING;
    }
}
