package dev.parley.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Some lines of a batch, which one server is at.
 *
 * @param firstItem the number of the first line's item in the batch, from 0
 * @param takes how often it was claimed; more than once where somebody has not come to its end
 * @param recorded the numbers of items that have a result already
 */
record Chunk(long number, long firstItem, int count, long takes, String body, Set<Long> recorded) {

    List<String> lines() {
        return Arrays.asList(body.split("\n"));
    }
}
