package dev.parley.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.generation.Models;
import dev.parley.generation.Requester;
import dev.parley.generation.Verdict;
import dev.parley.governance.Caller;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import dev.parley.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the lines of a new batch are taken in: {@code id} or {@code id model}; what is wrong says so. */
class BatchIntakeTest {

    private static final int MOST = 250;

    private final List<String> bodies = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private int looks;
    private final Intake intake = new Intake(
            new Models() {
                @Override
                public void demand(String model, Caller caller) {
                    looks++;
                    if ("unknown".equals(model)) {
                        throw new ApiException(ErrorCode.MODEL_NOT_FOUND, "There is no model 'unknown'.");
                    }
                }
            },
            new Words(),
            Rooms.batch(State.READING, 0),
            Caller.OPEN,
            MOST,
            item -> {},
            (number, first, count, body) -> {
                assertThat(number).isEqualTo(bodies.size());
                assertThat(first)
                        .isEqualTo(counts.stream().mapToLong(each -> each).sum());
                bodies.add(body);
                counts.add(count);
            });

    private static final class Words implements ItemDialect {

        @Override
        public String endpoint() {
            return "/batches";
        }

        @Override
        public Item read(String line, Batch batch) {
            var words = line.split(" ");
            switch (words[0]) {
                case "wrong" ->
                    throw new ApiException(
                            ErrorCode.INVALID_REQUEST, "wrong", List.of(new FieldError("prompt", "is wrong")));
                case "away" -> throw new ApiException(ErrorCode.STORE_UNAVAILABLE, "away");
                default -> {
                    return new Item(words[0], new Named(words.length > 1 ? words[1] : null));
                }
            }
        }

        @Override
        public String id(String line) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String answered(String id, String replyId, Object answer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String failed(String id, ApiException failure, String replyId) {
            throw new UnsupportedOperationException();
        }
    }

    private record Named(String model) implements Question<Reply> {

        @Override
        public Verdict assess(Requester by, int replies) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reply ask(Terms terms, int number) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reply find(String name, String owner) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Object answer(List<Reply> replies) {
            throw new UnsupportedOperationException();
        }
    }

    private void take(String... lines) {
        for (var line : lines) {
            intake.take("line " + line, line);
        }
    }

    private void takeMany(int count, String suffix) {
        for (int i = 0; i < count; i++) {
            intake.take("line " + i, i + suffix);
        }
    }

    private ApiException refusal() {
        return catchThrowableOfType(ApiException.class, intake::finish);
    }

    @Test
    void writesChunksOfAHundredAndAsksForEachModelOnce() {
        takeMany(230, " m");

        assertThat(intake.finish()).isEqualTo(230);
        assertThat(counts).containsExactly(100, 100, 30);
        assertThat(bodies.getLast()).startsWith("200 m\n201 m").endsWith("229 m");
        assertThat(looks).isEqualTo(1);
    }

    @Test
    void longLinesMakeShorterChunks() {
        takeMany(3, "x".repeat(200_000));

        intake.finish();

        assertThat(counts).containsExactly(2, 1);
    }

    @Test
    void anIdIsRememberedAcrossChunks() {
        takeMany(150, "");
        take("7");

        assertThat(refusal().fields()).containsExactly(new FieldError("line 7: id", "is that of an earlier item too"));
    }

    @Test
    void everyLineOfAModelThatThereIsNotIsTold() {
        take("a unknown", "b m", "c unknown");

        assertThat(refusal().fields())
                .extracting(FieldError::field)
                .containsExactly("line a unknown", "line c unknown");
    }

    @Test
    void tellsTheFirstHundredFaultsAndHowManyThereAre() {
        for (int i = 0; i < 150; i++) {
            intake.take("line " + i, "wrong");
        }
        take("a");

        var refused = refusal();

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(refused.detail()).startsWith("150 of 151 items are wrong");
        assertThat(refused.fields()).hasSize(100).first().isEqualTo(new FieldError("line 0: prompt", "is wrong"));
        assertThat(bodies).isEmpty();
    }

    @Test
    void refusesMoreItemsThanAllowed() {
        takeMany(MOST, "");
        var tooMany = catchThrowableOfType(ApiException.class, () -> take("one-more"));

        assertThat(tooMany.code()).isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void refusesNoItems() {
        assertThat(refusal().code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    @Test
    void aStoreThatIsAwayIsNoFaultOfTheLine() {
        var away = catchThrowableOfType(ApiException.class, () -> take("a", "away"));

        assertThat(away.code()).isEqualTo(ErrorCode.STORE_UNAVAILABLE);
    }
}
