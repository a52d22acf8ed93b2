package dev.parley.http;

import dev.parley.platform.Deadline;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Set;

/**
 * A whole request body in a file, for what is too large to be held in memory. The file has no name any more where the system allows
 * that, and is gone with its last byte read, with {@link #close}, or with the process.
 */
final class SpooledBody extends FilterInputStream implements WholeBody {

    private static final int BUFFER = 64 << 10;

    private final String digest;

    private SpooledBody(SeekableByteChannel file, String digest) {
        super(Channels.newInputStream(file));
        this.digest = digest;
    }

    /** Reads {@code in} to its end, as {@link Body#read} does. */
    static SpooledBody read(InputStream in, long announced, long most, Deadline deadline) {
        return Body.within(announced, most, deadline, () -> spool(in, most, deadline));
    }

    private static SpooledBody spool(InputStream in, long most, Deadline deadline) throws IOException {
        var file = open();
        boolean whole = false;
        try {
            var sha = Body.sha256();
            copy(in, file, sha, most, deadline);
            file.position(0);
            whole = true;
            return new SpooledBody(file, HexFormat.of().formatHex(sha.digest()));
        } finally {
            if (!whole) {
                file.close();
            }
        }
    }

    private static void copy(InputStream in, SeekableByteChannel file, MessageDigest sha, long most, Deadline deadline)
            throws IOException {
        var buffer = new byte[BUFFER];
        long length = 0;
        for (int read; (read = in.read(buffer)) >= 0; ) {
            length += read;
            if (length > most) {
                Body.drain(in, buffer, deadline);
                throw Body.tooLarge(most);
            }
            if (deadline.isOver()) {
                throw Body.timeout(null);
            }
            sha.update(buffer, 0, read);
            var bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
    }

    private static SeekableByteChannel open() throws IOException {
        Path path = Files.createTempFile("parley-body-", null);
        return Files.newByteChannel(
                path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    @Override
    public int read() throws IOException {
        return closedAtEnd(super.read());
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        return in instanceof Ended ? -1 : closedAtEnd(super.read(to, offset, length));
    }

    private int closedAtEnd(int read) throws IOException {
        if (read < 0) {
            close();
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        super.close();
        in = new Ended();
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public InputStream stream() {
        return this;
    }

    /** What is left once the file is gone. */
    private static final class Ended extends InputStream {
        @Override
        public int read() {
            return -1;
        }
    }
}
