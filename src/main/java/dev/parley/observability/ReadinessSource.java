package dev.parley.observability;

import java.util.List;

/** A bean that {@code /health/ready} asks. */
public interface ReadinessSource {

    /**
     * One thing that work depends on.
     *
     * @param name unique among all, {@code provider.openai} for example
     * @param usable whether work could be done with it now
     * @param state for the reader: {@code closed}, {@code open} and the like
     */
    record Detail(String name, boolean usable, String state) {}

    /** How it stands now; must answer from memory. */
    List<Detail> readiness();
}
