package dev.parley.bench;

/**
 * How much load each part gets.
 *
 * @param warmUp requests before anything is measured, per server
 * @param rounds measured rounds of the token and JSON rows
 * @param streamsPerRound streams of 100 tokens in a round, 100 at a time
 * @param requestsPerRound JSON requests in a round, 16 at a time
 * @param firstTokens streams measured for their first token
 * @param loops of tools, one after the other
 * @param idleStreams streams held open together
 * @param idleSockets sockets held open together
 * @param deliveries webhooks in each of the three loads of the intake
 * @param batchItems items of the batch whose rate is measured
 * @param batchLines lines of the batch whose memory is measured
 * @param passages that are searched
 * @param starts measured starts
 */
record Plan(
        int warmUp,
        int rounds,
        int streamsPerRound,
        int requestsPerRound,
        int firstTokens,
        int loops,
        int idleStreams,
        int idleSockets,
        int deliveries,
        int batchItems,
        int batchLines,
        int passages,
        int starts) {

    static Plan full() {
        return new Plan(30_000, 7, 400, 2_500, 2_000, 300, 2_000, 5_000, 2_000, 20_000, 50_000, 100_000, 3);
    }

    static Plan quick() {
        return new Plan(3_000, 3, 100, 500, 300, 50, 300, 500, 300, 5_000, 5_000, 5_000, 1);
    }
}
