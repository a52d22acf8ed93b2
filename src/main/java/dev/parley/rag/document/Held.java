package dev.parley.rag.document;

/**
 * A document as one of a collection's.
 *
 * @param bytes of its file, 0 until a version is served
 * @param size of its passages as its sender wants it, null for the server's
 */
public record Held(Document document, long bytes, PassageSize size) {}
