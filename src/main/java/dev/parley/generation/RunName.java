package dev.parley.generation;

import dev.parley.platform.Ids;

/**
 * What a run will be called, for doors whose own names are made of it.
 *
 * @param id {@code run_…}
 * @param createdAt epoch milliseconds
 */
public record RunName(String id, long createdAt) {

    static RunName next(long now) {
        return new RunName(Ids.next("run"), now);
    }
}
