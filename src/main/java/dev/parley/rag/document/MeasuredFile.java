package dev.parley.rag.document;

import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file that is counted and hashed as it is read. */
final class MeasuredFile extends DigestInputStream {

    private long bytes;

    MeasuredFile(InputStream file) {
        super(file, sha256());
    }

    @Override
    public int read(byte[] to, int offset, int length) throws java.io.IOException {
        int read = super.read(to, offset, length);
        bytes += Math.max(0, read);
        return read;
    }

    long bytes() {
        return bytes;
    }

    /** SHA-256 in hexadecimal digits, once all was read. */
    String hash() {
        return HexFormat.of().formatHex(getMessageDigest().digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
