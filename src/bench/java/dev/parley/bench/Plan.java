package dev.parley.bench;

/**
 * How much load each part gets.
 *
 * @param warmUp requests before anything is measured, per server
 * @param rounds measured rounds of the token and JSON rows
 * @param streamsPerRound streams of 100 tokens in a round, 100 at a time
 * @param requestsPerRound JSON requests in a round, 16 at a time
 * @param firstTokens streams measured for their first token
 * @param idleStreams streams held open together
 * @param passages that are searched
 * @param starts measured starts
 */
record Plan(
        int warmUp,
        int rounds,
        int streamsPerRound,
        int requestsPerRound,
        int firstTokens,
        int idleStreams,
        int passages,
        int starts) {

    static Plan full() {
        return new Plan(30_000, 7, 400, 2_500, 2_000, 2_000, 100_000, 3);
    }

    static Plan quick() {
        return new Plan(3_000, 3, 100, 500, 300, 300, 5_000, 1);
    }
}
