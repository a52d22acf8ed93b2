package dev.parley.rag.index;

import dev.parley.rag.document.Passage;

/**
 * A passage that was found.
 *
 * @param metadata of its document, a JSON object as text; null for none
 * @param score from 0 to 1: how near it is to the question by its vector, or by the share of the question's words that it has, weighted
 *     by how rare they are; the larger of the two
 * @param keywordRank its place by words, from 1; null when it was not among those
 * @param vectorRank its place by vectors
 */
public record Hit(
        String document,
        String collection,
        String title,
        String source,
        String metadata,
        Passage passage,
        double score,
        Integer keywordRank,
        Integer vectorRank) {}
