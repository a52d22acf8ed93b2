package dev.parley.file;

import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongFunction;

/** One piece after the other, as a stream. */
final class Pieces extends InputStream {

    private final LongFunction<Optional<byte[]>> pieces;
    private byte[] piece = {};
    private int at;
    private long next;

    /** @param pieces the piece of a number from 0, empty after the last one */
    Pieces(LongFunction<Optional<byte[]>> pieces) {
        this.pieces = pieces;
    }

    @Override
    public int read() {
        return isOver() ? -1 : piece[at++] & 0xFF;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        if (isOver()) {
            return -1;
        }
        int read = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, to, offset, read);
        at += read;
        return read;
    }

    private boolean isOver() {
        while (at == piece.length) {
            var more = pieces.apply(next++);
            if (more.isEmpty()) {
                next--;
                return true;
            }
            piece = more.get();
            at = 0;
        }
        return false;
    }
}
