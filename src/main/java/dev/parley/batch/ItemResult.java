package dev.parley.batch;

/**
 * What became of one item, as it is written down.
 *
 * @param chunk the number of its chunk
 * @param item its number in the batch
 * @param line what the results show, one line of JSON
 * @param cost micro-dollars, 0 where there is no price
 */
record ItemResult(long chunk, long item, boolean failed, String line, long cost) {}
