package dev.parley.rag.document;

/** A collection of an owner, with what is in it. */
public record CollectionCount(String name, long documents, long passages) {}
