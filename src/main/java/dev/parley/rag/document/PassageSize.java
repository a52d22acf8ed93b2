package dev.parley.rag.document;

/**
 * How large the passages of a document are.
 *
 * @param tokens of a passage at most
 * @param overlap tokens at most that two neighbours share
 */
public record PassageSize(int tokens, int overlap) {}
