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
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies that go to disk. */
class SpooledBodyTest {

    private final FakeTicker ticker = new FakeTicker();
    private final Deadline deadline = Deadline.after(Duration.ofSeconds(10), ticker);

    @Test
    void givesBackWhatCame() throws IOException {
        var bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);
        var body = SpooledBody.read(new ByteArrayInputStream(bytes), bytes.length, 1_000_000, deadline);

        assertThat(body.digest())
                .isEqualTo(Body.read(new ByteArrayInputStream(bytes), -1, 1_000_000, deadline)
                        .digest());
        assertThat(body.stream().readAllBytes()).isEqualTo(bytes);
        assertThat(body.read()).isNegative();
        body.close();
        assertThat(body.read(bytes, 0, 10)).isNegative();
    }

    @Test
    void refusesWhatIsTooLarge() {
        refuses(new ByteArrayInputStream(new byte[0]), 11, ErrorCode.PAYLOAD_TOO_LARGE);
        refuses(new ByteArrayInputStream(new byte[11]), -1, ErrorCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void refusesWhatIsTooSlow() {
        var drip = new ByteArrayInputStream(new byte[5]) {
            @Override
            public int read(byte[] to, int offset, int length) {
                ticker.pass(Duration.ofSeconds(11));
                return super.read(to, offset, 1);
            }
        };

        refuses(drip, -1, ErrorCode.REQUEST_TIMEOUT);
    }

    @Test
    void refusesWhatBreaksOff() {
        refuses(
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }
                },
                5,
                ErrorCode.BAD_REQUEST);
    }

    private void refuses(InputStream in, long announced, ErrorCode code) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> SpooledBody.read(in, announced, 10, deadline))
                .extracting(ApiException::code)
                .isEqualTo(code);
    }
}
