package dev.parley.job;

import java.util.function.BooleanSupplier;

/**
 * One time that a job is tried.
 *
 * @param id which piece of work, as it was scheduled
 * @param number from 1; counts failures and deaths of the processes that were at it since it last went well
 * @param stopping whether this server wants to stop: work that takes long should end with {@link Next#again}
 */
public record Attempt(String id, int number, BooleanSupplier stopping) {

    public boolean isStopping() {
        return stopping.getAsBoolean();
    }
}
