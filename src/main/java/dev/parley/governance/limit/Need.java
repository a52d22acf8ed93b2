package dev.parley.governance.limit;

import dev.parley.governance.Claim;

/**
 * The tokens a call may need.
 *
 * @param input counted
 * @param output the longest answer the caller allows, null when it did not say
 * @param assumedOutput reserved for an answer of any length
 */
record Need(int input, Integer output, int assumedOutput) {

    static Need of(Claim claim, int assumedOutput) {
        return new Need(claim.inputTokens(), claim.maxOutputTokens(), assumedOutput);
    }

    /** To reserve of a limit. An assumption alone makes no call too large; what was said is taken at its word. */
    long tokens(long limit) {
        if (output != null) {
            return (long) input + output;
        }
        return input + Math.max(0, Math.min(assumedOutput, limit - input));
    }
}
