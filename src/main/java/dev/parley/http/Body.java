package dev.parley.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.parley.platform.Deadline;
import dev.parley.problem.ApiException;
import dev.parley.problem.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** A whole request body in memory. */
final class Body extends ByteArrayInputStream implements WholeBody {

    private static final int FIRST_BUFFER = 8 << 10;

    private Body(byte[] bytes, int length) {
        super(bytes, 0, length);
    }

    /**
     * Reads {@code in} to its end. The buffer grows with what has come, never with what was announced.
     *
     * @param announced the Content-Length, negative when there is none
     * @throws ApiException {@code PAYLOAD_TOO_LARGE} when the announced length is more than {@code most}, at once, or when more has
     *     come, after the rest was read and forgotten within the deadline;
     *     {@code REQUEST_TIMEOUT} when the deadline has passed, which is noticed when the stream returns or fails; {@code BAD_REQUEST}
     *     when the body breaks off
     */
    static Body read(InputStream in, long announced, int most, Deadline deadline) {
        return within(announced, most, deadline, () -> readBounded(in, announced, most, deadline));
    }

    /** Somebody who reads a body to its end. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /** Has a body read unless it is announced to be too large, and tells what went wrong. */
    static <T> T within(long announced, long most, Deadline deadline, Reading<T> reading) {
        if (announced > most) {
            throw tooLarge(most);
        }
        try {
            return reading.read();
        } catch (InterruptedIOException tooSlow) {
            throw timeout(tooSlow);
        } catch (IOException broken) {
            if (deadline.isOver()) {
                throw timeout(broken);
            }
            throw broken(broken);
        }
    }

    /** The failure of a body that can't be read on. */
    static ApiException broken(IOException cause) {
        return new ApiException(ErrorCode.BAD_REQUEST, "The body breaks off or its chunks are malformed.", cause);
    }

    private static Body readBounded(InputStream in, long announced, int most, Deadline deadline) throws IOException {
        var bytes = new byte[announced < 0 ? FIRST_BUFFER : (int) Math.min(announced + 1, FIRST_BUFFER)];
        int length = 0;
        for (int read; (read = in.read(bytes, length, bytes.length - length)) >= 0; ) {
            length += read;
            if (length > most) {
                drain(in, bytes, deadline);
                throw tooLarge(most);
            }
            if (deadline.isOver()) {
                throw timeout(null);
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(bytes.length * 2, most + 1));
            }
        }
        return new Body(bytes, length);
    }

    /** Most clients look for an answer only when they have sent everything. */
    static void drain(InputStream in, byte[] buffer, Deadline deadline) {
        try {
            while (in.read(buffer) >= 0 && !deadline.isOver()) {
                // of no interest
            }
        } catch (IOException over) {
            // it is refused anyway
        }
    }

    static ApiException tooLarge(long most) {
        return new ApiException(
                ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than the " + most + " bytes allowed here.");
    }

    static ApiException timeout(Throwable cause) {
        return new ApiException(ErrorCode.REQUEST_TIMEOUT, "The body did not arrive in time.", cause);
    }

    @Override
    public String digest() {
        var sha = sha256();
        sha.update(buf, 0, count);
        return HexFormat.of().formatHex(sha.digest());
    }

    @Override
    public InputStream stream() {
        return this;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** A parser over the bytes that leaves the stream itself where it is. */
    JsonParser parser(JsonFactory factory) throws IOException {
        return factory.createParser(buf, 0, count);
    }
}
