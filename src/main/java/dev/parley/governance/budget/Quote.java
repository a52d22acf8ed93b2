package dev.parley.governance.budget;

/**
 * What a call costs at most.
 *
 * @param worstCase micro-dollars, null when somebody who may be asked has no price
 * @param maxOutput tokens that this pays for
 */
public record Quote(Long worstCase, int maxOutput) {}
