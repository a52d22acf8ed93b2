package dev.parley.generation;

import dev.parley.llm.Ranking;

/**
 * A ranking that was paid for.
 *
 * @param id of its call, {@code rrk_…}; the same when it is given again to the same {@code Idempotency-Key}
 */
public record Ranked(String id, Ranking ranking) {}
