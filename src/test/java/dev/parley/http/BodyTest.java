package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.platform.Deadline;
import dev.parley.platform.FakeTicker;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private static final int MOST = 100_000;

    private final FakeTicker ticker = new FakeTicker();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8_191, 8_192, 8_193, 99_999, MOST})
    void holdsWhateverFits(int length) {
        var bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');

        assertThat(read(new ByteArrayInputStream(bytes), length)).hasBinaryContent(bytes);
        assertThat(read(new ByteArrayInputStream(bytes), -1)).hasBinaryContent(bytes);
    }

    @Test
    void refusesAnAnnouncedLengthWithoutReading() {
        assertRefused(ErrorCode.PAYLOAD_TOO_LARGE, failing(new IOException("was read")), MOST + 1);
    }

    @Test
    void refusesALongBodyThatDidNotAnnounceIt() {
        assertRefused(ErrorCode.PAYLOAD_TOO_LARGE, new ByteArrayInputStream(new byte[MOST + 1]), -1);
    }

    @Test
    void endsABodyThatTrickles() {
        var trickle = new InputStream() {
            @Override
            public int read() {
                ticker.pass(Duration.ofSeconds(2));
                return 'x';
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                bytes[from] = (byte) read();
                return 1;
            }
        };

        assertRefused(ErrorCode.REQUEST_TIMEOUT, trickle, -1);
    }

    @Test
    void endsABodyThatStops() {
        assertRefused(ErrorCode.REQUEST_TIMEOUT, failing(new SocketTimeoutException()), 10);
    }

    @Test
    void refusesABodyThatBreaks() {
        assertRefused(ErrorCode.BAD_REQUEST, failing(new IOException("malformed chunk")), -1);
    }

    private Body read(InputStream in, long announced) {
        return Body.read(in, announced, MOST, Deadline.after(Duration.ofSeconds(10), ticker));
    }

    private void assertRefused(ErrorCode code, InputStream in, long announced) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> read(in, announced))
                .matches(refused -> refused.code() == code);
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }
}
