package dev.parley.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseReaderTest {

    private static final UpstreamFailures FAILURES = new UpstreamFailures("test");

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void readsAllLineEnds(String end) {
        var text = ("data: one\n\n:ping\n\ndata: two\ndata:three\nid: 4\n\n").replace("\n", end);

        assertThat(events(text)).containsExactly("one", "two\nthree");
    }

    @Test
    void readsDataWithAndWithoutTheSpace() {
        assertThat(events("data:a\n\ndata: b\n\ndata:  c\n\ndata\n\ndata:\n\n"))
                .containsExactly("a", "b", " c", "", "");
    }

    @Test
    void readsOnlyWholeFieldNames() {
        assertThat(events("dat: a\n\ndatax: b\n\n data: c\n\ndata : d\n\nretry: 5\nid: 6\n\n"))
                .isEmpty();
    }

    @Test
    void skipsAByteOrderMark() {
        assertThat(events("\uFEFFdata: a\n\n\uFEFFdata: b\n\n")).containsExactly("a");
    }

    @Test
    void keepsBytesAsTheyAre() {
        assertThat(events("data: \u00e9\u4e2d\ud83d\ude00\t\"\0\n\n"))
                .containsExactly("\u00e9\u4e2d\ud83d\ude00\t\"\0");
    }

    @Test
    void joinsLinesWhateverStandsBetween() {
        assertThat(events("data: a\nevent: x\n: comment\ndata:\ndata:  b\nfoo\n\n"))
                .containsExactly("a\n\n b");
    }

    @Test
    void passesOverEventsWithoutData() {
        assertThat(events("event: one\ndata: a\n\nevent: two\n\nid: 3\n\nevent:three\ndata: b\n\n"))
                .containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: a\n\ndata: [DONE]", "data: a\n\ndata: [DONE]\n", "data: a\r\rdata: [DONE]\r"})
    void handsOutALastEventWithoutItsEmptyLine(String text) {
        assertThat(events(text)).containsExactly("a", "[DONE]");
    }

    @Test
    void endsAtOnceWhereNothingIs() {
        assertThat(events("")).isEmpty();
        assertThat(events("\n\r\n\r")).isEmpty();
    }

    @Test
    void readsTheSameHoweverItIsCut() {
        var expected = List.of("one", "two\nthree", "x".repeat(10_000), "", "\ud83d\ude00", "[DONE]");
        var text = "\uFEFF: hi\r\nevent: e\ndata: one\r\n\r\ndata: two\rdata:three\r\rdata:" + "x".repeat(10_000)
                + "\n\ndata:\n\n:\n\ndata: \ud83d\ude00\r\n\ndata: [DONE]\n\n";
        var random = new Random(11);
        for (int run = 0; run < 300; run++) {
            int most = 1 + random.nextInt(run < 100 ? 3 : 5_000);

            assertThat(events(new CutStream(text, random, most))).isEqualTo(expected);
        }
    }

    @Test
    void handsOutAnEventBeforeItReadsOn() {
        var in = new CutStream("data: a\r\n\r\ndata: b\r\rdata: c\n\n", new Random(), 1_000);
        var reader = new SseReader(in, FAILURES);

        for (int i = 0; i < 3; i++) {
            assertThat(reader.next()).isTrue();
            assertThat(in.reads).isEqualTo(1);
        }
    }

    @Test
    void handsOutAnEventAtItsSecondCarriageReturn() {
        var in = new CutStream("data: a\r\n\r", new Random(), 1_000);
        var reader = new SseReader(in, FAILURES);

        assertThat(reader.next()).isTrue();
        assertThat(in.reads).isEqualTo(1);
    }

    @Test
    void readsAnEventUpToTheBound() {
        var data = "x".repeat(SseReader.MOST_BYTES - 100);

        assertThat(events("data: " + data + "\n\n")).containsExactly(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "data: x\n", ": ping"})
    void refusesAnEventOfAnyLength(String unit) {
        var endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                return ("data: a\n" + unit).charAt(at < 8 ? at++ : 8 + (at++ - 8) % unit.length());
            }
        };

        var failure = catchThrowableOfType(ApiException.class, () -> new SseReader(endless, FAILURES).next());

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_BROKEN_RESPONSE);
    }

    @Test
    void tellsThatTheStreamBrokeOff() {
        var broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("SECRET");
            }
        };

        var failure = catchThrowableOfType(ApiException.class, () -> new SseReader(broken, FAILURES).next());

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_BROKEN_RESPONSE);
    }

    private static List<String> events(String text) {
        return events(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> events(InputStream in) {
        var reader = new SseReader(in, FAILURES);
        var events = new ArrayList<String>();
        while (reader.next()) {
            events.add(new String(reader.bytes(), reader.from(), reader.length(), StandardCharsets.UTF_8));
        }
        return events;
    }

    /** Gives its bytes in pieces of random length and counts the reads. */
    private static final class CutStream extends InputStream {

        private final byte[] bytes;
        private final Random random;
        private final int most;
        private int position;
        private int reads;

        CutStream(String text, Random random, int most) {
            this.bytes = text.getBytes(StandardCharsets.UTF_8);
            this.random = random;
            this.most = most;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("one by one is too slow");
        }

        @Override
        public int read(byte[] into, int from, int length) {
            reads++;
            if (position == bytes.length) {
                return -1;
            }
            int count = Math.min(
                    Math.min(length, most == 1_000 ? most : 1 + random.nextInt(most)), bytes.length - position);
            System.arraycopy(Arrays.copyOfRange(bytes, position, position + count), 0, into, from, count);
            position += count;
            return count;
        }
    }
}
