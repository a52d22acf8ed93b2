package dev.parley.http;

import java.io.InputStream;

/** A body that has come to its end, in memory or in a file. */
sealed interface WholeBody permits Body, SpooledBody {

    /** SHA-256 of the bytes, in hexadecimal digits. */
    String digest();

    /** The bytes, to be read once. */
    InputStream stream();
}
